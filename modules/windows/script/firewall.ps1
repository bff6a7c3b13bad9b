$OwnRule = 'activation-topology-kms-in'
$BuiltInRule = 'SPPSVC-In-TCP'
$ServiceProgram = '%SystemRoot%\system32\sppextcomobj.exe'

# null where there is no such rule: that alone is absent, every other failure is unreadable.
function Get-Rule {
    param([string] $Name, [string] $Store)
    try { return Get-NetFirewallRule -Name $Name -PolicyStore $Store }
    catch {
        if ($_.FullyQualifiedErrorId -like 'CmdletizationQuery_NotFound*') { return $null }
        throw
    }
}

# 10.0.0.0/255.0.0.0 as 10.0.0.0/8 and 10.0.0.4/32 as 10.0.0.4, in a fixed order.
function ConvertTo-Networks {
    param($Addresses)
    $networks = [System.Collections.Generic.SortedSet[string]]::new([StringComparer]::Ordinal)
    foreach ($address in @($Addresses)) {
        $parts = ([string] $address).Split('/')
        $length = '32'
        if ($parts.Count -eq 2) { $length = $parts[1] }
        if ($length.Contains('.')) {
            $bits = 0
            foreach ($octet in $length.Split('.')) { $bits += [Convert]::ToString([int] $octet, 2).Replace('0', '').Length }
            $length = [string] $bits
        }
        if ($length -ceq '32') { $null = $networks.Add($parts[0]) }
        else { $null = $networks.Add(('{0}/{1}' -f $parts[0], $length)) }
    }
    return , [string[]] @($networks)
}

# Workgroup machines see their networks as public unless somebody said otherwise; the rule is limited by address anyway.
function Get-WantedProfile {
    if ((Get-ComputerSystem).PartOfDomain) { return 'Domain,Private' }
    return 'Any'
}

function Test-OwnRule {
    param($Rule, [string] $Profiles, [string[]] $Networks)
    $bits = 0
    if ($Profiles -ceq 'Domain,Private') { $bits = 3 }
    if ([int] $Rule.Enabled -ne 1 -or [int] $Rule.Direction -ne 1 -or [int] $Rule.Action -ne 2) { return $false }
    if ([int] $Rule.Profile -ne $bits) { return $false }
    $ports = Get-NetFirewallPortFilter -AssociatedNetFirewallRule $Rule
    if ([string] $ports.Protocol -ne 'TCP' -or [string] $ports.LocalPort -ne [string] $Settings.port) { return $false }
    $addresses = Get-NetFirewallAddressFilter -AssociatedNetFirewallRule $Rule
    $live = ConvertTo-Networks $addresses.RemoteAddress
    return ($live -join ',') -ceq ($Networks -join ',')
}

# Windows' own rule is bound to port 1688 and lets everybody in: it is off where ours says who may.
function Set-Firewall {
    Assert-MayWrite
    if (@($Settings.allowedNetworks).Count -eq 0) { return }
    try {
        $networks = ConvertTo-Networks $Settings.allowedNetworks
        $profiles = Get-WantedProfile
        $rule = Get-Rule $OwnRule 'PersistentStore'
        if ($null -eq $rule) {
            $null = New-NetFirewallRule -Name $OwnRule -DisplayName 'KMS from declared networks (activation-topology)' -Enabled True -Direction Inbound -Action Allow -Profile $profiles -Protocol TCP -LocalPort $Settings.port -RemoteAddress $networks -Program $ServiceProgram -Service 'sppsvc'
            $Run.Did.Add('firewall rule')
        }
        elseif (-not (Test-OwnRule $rule $profiles $networks)) {
            $null = Set-NetFirewallRule -Name $OwnRule -Enabled True -Direction Inbound -Action Allow -Profile $profiles -Protocol TCP -LocalPort $Settings.port -RemoteAddress $networks -Program $ServiceProgram -Service 'sppsvc'
            $Run.Did.Add('firewall rule')
        }
        $builtIn = Get-Rule $BuiltInRule 'PersistentStore'
        if ($null -ne $builtIn -and [int] $builtIn.Enabled -eq 1) {
            $null = Disable-NetFirewallRule -Name $BuiltInRule
            $Run.Did.Add('built-in firewall rule')
        }
    }
    catch { Stop-Run 52 'firewall' (Get-FailureCode $_) $false }
}
