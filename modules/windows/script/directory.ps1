# One search at a domain controller of the machine's own domain, as the account that runs this.
function Search-Directory {
    param([string] $Domain, [bool] $Anonymous, [string] $Base, [string] $Scope, [string] $Filter, [string[]] $Attributes)
    Add-Type -AssemblyName 'System.DirectoryServices.Protocols'
    $connection = [System.DirectoryServices.Protocols.LdapConnection]::new($Domain)
    try {
        $connection.Timeout = [TimeSpan]::FromSeconds(20)
        if ($Anonymous) { $connection.AuthType = [System.DirectoryServices.Protocols.AuthType]::Anonymous }
        else {
            $connection.AuthType = [System.DirectoryServices.Protocols.AuthType]::Negotiate
            $connection.SessionOptions.Signing = $true
            $connection.SessionOptions.Sealing = $true
        }
        $connection.SessionOptions.ProtocolVersion = 3
        $request = [System.DirectoryServices.Protocols.SearchRequest]::new(
            $Base, $Filter, [System.DirectoryServices.Protocols.SearchScope] $Scope, $Attributes)
        return , @($connection.SendRequest($request).Entries)
    }
    finally { $connection.Dispose() }
}

function Get-Texts {
    param($Entry, [string] $Attribute)
    if (-not $Entry.Attributes.Contains($Attribute)) { return , @() }
    return , @($Entry.Attributes[$Attribute].GetValues([string]))
}

function Get-Text {
    param($Entry, [string] $Attribute)
    $texts = Get-Texts $Entry $Attribute
    if ($texts.Count -eq 0) { return $null }
    return $texts[0]
}

function Get-ComputerSystem {
    return Get-CimInstance -Namespace 'root/CIMV2' -Query 'SELECT Name, PartOfDomain, Domain FROM Win32_ComputerSystem'
}

# The rootDSE answers anybody, also where the log-on of this session has no second hop.
function Get-RootDse {
    param([string] $Domain)
    $entries = Search-Directory $Domain $true '' 'Base' '(objectClass=*)' @(
        'currentTime', 'dnsHostName', 'configurationNamingContext')
    return $entries[0]
}

function Get-ContainerName {
    param([string] $Domain)
    return 'CN=Activation Objects,CN=Microsoft SPP,CN=Services,{0}' -f
        (Get-Text (Get-RootDse $Domain) 'configurationNamingContext')
}

function Get-ActivationObjects {
    param([string] $Domain, [string] $Container)
    $entries = Search-Directory $Domain $false $Container 'OneLevel' '(objectClass=msSPP-ActivationObject)' @(
        'cn', 'displayName', 'msSPP-CSVLKPartialProductKey', 'msSPP-CSVLKSkuId', 'msSPP-CSVLKPid')
    $objects = @(foreach ($entry in $entries) {
        $sku = $null
        if ($entry.Attributes.Contains('msSPP-CSVLKSkuId')) {
            $sku = [Guid]::new([byte[]] $entry.Attributes['msSPP-CSVLKSkuId'].GetValues([byte[]])[0]).ToString()
        }
        [ordered]@{
            cn = Get-Text $entry 'cn'
            name = Get-Text $entry 'displayName'
            lastFive = Get-Text $entry 'msSPP-CSVLKPartialProductKey'
            skuId = $sku
            pid = Get-Text $entry 'msSPP-CSVLKPid'
        }
    })
    return , $objects
}
