# 4294967295 stands for "not a host, or nothing asked yet".
function ConvertTo-Count {
    param($Value)
    if ($null -eq $Value -or [long] $Value -lt 0 -or [long] $Value -eq [uint32]::MaxValue) { return $null }
    return [long] $Value
}

function Read-System {
    $version = Open-MachineKey 'SOFTWARE\Microsoft\Windows NT\CurrentVersion' $false
    $system = Get-CimInstance -Namespace 'root/CIMV2' -Query 'SELECT OperatingSystemSKU FROM Win32_OperatingSystem'
    $computer = Get-ComputerSystem
    return [ordered]@{
        name = $computer.Name.ToLowerInvariant()
        build = [int] $version.GetValue('CurrentBuildNumber')
        ubr = [int] $version.GetValue('UBR')
        editionId = [string] $version.GetValue('EditionID')
        sku = [long] $system.OperatingSystemSKU
        core = [string] $version.GetValue('InstallationType') -eq 'Server Core'
        joined = [bool] $computer.PartOfDomain
        domain = [string] $computer.Domain
    }
}

function Read-Service {
    $service = Get-CimInstance -Namespace 'root/CIMV2' -Query (
        'SELECT Name, State, StartMode, DelayedAutoStart FROM Win32_Service WHERE Name = ''sppsvc''')
    $licensing = Get-LicensingService
    return [ordered]@{
        state = [string] $service.State
        startMode = [string] $service.StartMode
        delayed = [bool] $service.DelayedAutoStart
        version = [string] $licensing.Version
        listening = Test-Listening (Get-ListeningPort $licensing)
    }
}

function Read-HostService {
    $service = Get-LicensingService
    return [ordered]@{
        port = Get-ListeningPort $service
        publishing = [bool] $service.KeyManagementServiceDnsPublishing
        lowPriority = [bool] $service.KeyManagementServiceLowPriority
        activationMinutes = [long] $service.VLActivationInterval
        renewalMinutes = [long] $service.VLRenewalInterval
    }
}

function Read-Time {
    $parameters = Open-MachineKey 'SYSTEM\CurrentControlSet\Services\W32Time\Parameters' $false
    $service = Get-CimInstance -Namespace 'root/CIMV2' -Query 'SELECT Name, State FROM Win32_Service WHERE Name = ''W32Time'''
    $clock = Get-Clock
    return [ordered]@{
        type = [string] $parameters.GetValue('Type')
        server = [string] $parameters.GetValue('NtpServer')
        running = [string] $service.State -eq 'Running'
        skewSeconds = $clock.Seconds
        against = $clock.Against
    }
}
