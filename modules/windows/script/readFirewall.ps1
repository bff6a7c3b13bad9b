function Read-Firewall {
    $rules = @(foreach ($name in @($OwnRule, $BuiltInRule)) {
        foreach ($store in @('PersistentStore', 'ActiveStore')) {
            $rule = Get-Rule $name $store
            if ($null -ne $rule) { Read-Rule $rule $name $store }
        }
    })
    return , $rules
}

function Read-Rule {
    param($Rule, [string] $Name, [string] $Store)
    $ports = Get-NetFirewallPortFilter -AssociatedNetFirewallRule $Rule
    $addresses = Get-NetFirewallAddressFilter -AssociatedNetFirewallRule $Rule
    $application = Get-NetFirewallApplicationFilter -AssociatedNetFirewallRule $Rule
    $remote = ConvertTo-Networks $addresses.RemoteAddress
    $enforcement = @(foreach ($status in @($Rule.EnforcementStatus)) { if ($null -ne $status) { [int] $status } })
    $from = 'active'
    if ($Store -ceq 'PersistentStore') { $from = 'local' }
    return [ordered]@{
        name = $Name
        store = $from
        enabled = [int] $Rule.Enabled -eq 1
        profiles = Get-ProfileNames ([int] $Rule.Profile)
        remote = $remote
        remoteHash = Get-Hash ($remote -join ',')
        port = @($ports.LocalPort) -join ','
        program = [string] $application.Program
        enforcement = $enforcement
    }
}

function Get-ProfileNames {
    param([int] $Bits)
    if ($Bits -eq 0) { return , @('any') }
    $names = @()
    if ($Bits -band 1) { $names += 'domain' }
    if ($Bits -band 2) { $names += 'private' }
    if ($Bits -band 4) { $names += 'public' }
    return , $names
}

# First 16 hexadecimal digits of SHA-256: tells whether a list that had to be left out is as declared.
function Get-Hash {
    param([string] $Text)
    $sha = [System.Security.Cryptography.SHA256]::Create()
    try { $octets = $sha.ComputeHash([System.Text.Encoding]::UTF8.GetBytes($Text)) }
    finally { $sha.Dispose() }
    return [BitConverter]::ToString($octets).Replace('-', '').Substring(0, 16).ToLowerInvariant()
}
