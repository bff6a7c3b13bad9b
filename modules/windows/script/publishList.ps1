$LicensingPath = 'SOFTWARE\Microsoft\Windows NT\CurrentVersion\SoftwareProtectionPlatform'
$PublishListName = 'DnsDomainPublishList'

# Lines `domain, priority, weight`, of which both numbers may be missing: 0.
function Get-PublishList {
    $path = Open-MachineKey $LicensingPath $false
    $entries = @(foreach ($line in @($path.GetValue($PublishListName, @()))) {
        $parts = @(([string] $line).Split(',')) + @('', '')
        $domain = $parts[0].Trim().TrimEnd('.').ToLowerInvariant()
        if ($domain.Length -eq 0) { continue }
        [ordered]@{ domain = $domain; priority = (ConvertTo-Number $parts[1]); weight = (ConvertTo-Number $parts[2]) }
    })
    return , $entries
}

function ConvertTo-Number {
    param([string] $Text)
    $number = 0
    if ([int]::TryParse($Text.Trim(), [ref] $number)) { return $number }
    return 0
}

# As lines in a fixed order, to be compared as a set.
function ConvertTo-PublishLines {
    param($Entries)
    $lines = [System.Collections.Generic.SortedSet[string]]::new([StringComparer]::Ordinal)
    foreach ($entry in @($Entries)) {
        $null = $lines.Add(('{0}, {1}, {2}' -f $entry.domain, $entry.priority, $entry.weight))
    }
    return , [string[]] @($lines)
}

# No method of Windows sets it: the value is written whole, and is absent where only the machine's own zone is meant.
function Set-PublishList {
    Assert-MayWrite
    $wanted = ConvertTo-PublishLines $Settings.publishList
    try {
        $live = ConvertTo-PublishLines (Get-PublishList)
        if (($wanted -join '|') -ceq ($live -join '|')) { return }
        $path = Open-MachineKey $LicensingPath $true
        if ($wanted.Count -eq 0) { $path.DeleteValue($PublishListName, $false) }
        else { $path.SetValue($PublishListName, $wanted, [Microsoft.Win32.RegistryValueKind]::MultiString) }
    }
    catch { Stop-Run 51 'publish list' (Get-FailureCode $_) $false }
    $Run.RestartService = $true
    $Run.Did.Add('publish list')
}
