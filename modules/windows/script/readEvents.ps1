# Newest event of one kind; null where the log holds none. Properties by place, as texts are localised.
function Find-Event {
    param([string] $Log, [int] $Id)
    try {
        return Get-WinEvent -MaxEvents 1 -FilterHashtable @{
            LogName = $Log
            ProviderName = 'Microsoft-Windows-Security-SPP'
            Id = $Id
        }
    }
    catch {
        if ($_.FullyQualifiedErrorId -like 'NoMatchingEventsFound*') { return $null }
        throw
    }
}

function Get-EventText {
    param($Entry, [int] $Place)
    if ($Entry.Properties.Count -le $Place) { return $null }
    return [string] $Entry.Properties[$Place].Value
}

# Some versions write the fields as one text.
function Get-EventCode {
    param($Entry)
    foreach ($property in $Entry.Properties) {
        if ([string] $property.Value -match '0x[0-9A-Fa-f]{1,8}') { return $Matches[0] }
    }
    return $null
}

function Read-Events {
    $published = Find-Event 'Application' 12294
    $failed = Find-Event 'Application' 12293
    $asked = Find-Event 'Key Management Service' 12290
    $reading = [ordered]@{ published = $null; failed = $null; lastRequest = $null }
    if ($null -ne $published) {
        $reading.published = [ordered]@{ at = Get-Iso $published.TimeCreated; domain = Get-EventText $published 0 }
    }
    if ($null -ne $failed) {
        $reading.failed = [ordered]@{ at = Get-Iso $failed.TimeCreated; code = Get-EventCode $failed; domain = Get-EventText $failed 1 }
    }
    if ($null -ne $asked) { $reading.lastRequest = [ordered]@{ at = Get-Iso $asked.TimeCreated; code = Get-EventCode $asked } }
    return $reading
}

function Get-Iso {
    param([DateTime] $Time)
    return $Time.ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ssZ', [System.Globalization.CultureInfo]::InvariantCulture)
}
