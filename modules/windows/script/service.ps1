$DefaultPort = 1688

function Get-ListeningPort {
    param($Service)
    # 0 stands for the port that nobody changed.
    if ([uint32] $Service.KeyManagementServiceListeningPort -eq 0) { return $DefaultPort }
    return [int] $Service.KeyManagementServiceListeningPort
}

# Windows takes these settings from a KMS host only.
function Assert-KmsHost {
    foreach ($product in @(Get-KeyedProducts)) {
        if ([uint32] $product.IsKeyManagementServiceMachine -gt 0) { return }
    }
    Stop-Run 44 'settings' 'no host' $false
}

function Set-ServiceValue {
    param([string] $Name, $Live, $Wanted, [string] $Method, [hashtable] $Arguments)
    Assert-MayWrite
    if ($Live -eq $Wanted) { return }
    $null = Invoke-Licensing (Get-LicensingService) $Method $Arguments $Name 50 50
    $Run.RestartService = $true
    $Run.Did.Add($Name)
}

function Set-ServiceValues {
    Assert-MayWrite
    Assert-KmsHost
    $service = Get-LicensingService
    Set-ServiceValue 'port' (Get-ListeningPort $service) $Settings.port 'SetKeyManagementServiceListeningPort' @{
        PortNumber = [uint32] $Settings.port
    }
    # The method's argument is the opposite of the property.
    Set-ServiceValue 'publishing' ([bool] $service.KeyManagementServiceDnsPublishing) $Settings.publishing 'DisableKeyManagementServiceDnsPublishing' @{
        DisablePublishing = [bool] (-not $Settings.publishing)
    }
    Set-ServiceValue 'priority' ([bool] $service.KeyManagementServiceLowPriority) $Settings.lowPriority 'EnableKeyManagementServiceLowPriority' @{
        EnableLowPriority = [bool] $Settings.lowPriority
    }
    Set-ServiceValue 'activation interval' $service.VLActivationInterval $Settings.intervals.activationMinutes 'SetVLActivationInterval' @{
        ActivationInterval = [uint32] $Settings.intervals.activationMinutes
    }
    Set-ServiceValue 'renewal interval' $service.VLRenewalInterval $Settings.intervals.renewalMinutes 'SetVLRenewalInterval' @{
        RenewalInterval = [uint32] $Settings.intervals.renewalMinutes
    }
}
