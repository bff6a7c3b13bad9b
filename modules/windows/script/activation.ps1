function Enable-HostKeys {
    Assert-MayWrite
    if ($Settings.activation -ceq 'none') { return }
    foreach ($key in @($Settings.keys)) {
        $step = 'activation of key {0}' -f $key.name
        $product = Find-Product $Run.KeyEnds[$key.name]
        if ($null -eq $product) { Stop-Run 43 $step 'no product' $false }
        if ($product.LicenseStatus -eq 1) { continue }
        if ($Settings.activation -ceq 'phone' -and $null -eq $key.confirmationId) { Stop-Run 42 $step 'confirmation id' $false }
        Assert-Clock
        if ($Settings.activation -ceq 'online') { $null = Invoke-Licensing $product 'Activate' @{} $step 40 41 }
        else {
            $null = Invoke-Licensing $product 'DepositOfflineConfirmationId' @{
                InstallationId = $product.OfflineInstallationId
                ConfirmationId = $key.confirmationId
            } $step 40 41
        }
        $null = Invoke-Licensing (Get-LicensingService) 'RefreshLicenseStatus' @{} $step 40 41
        $product = Find-Product $Run.KeyEnds[$key.name]
        if ($null -eq $product -or $product.LicenseStatus -ne 1) { Stop-Run 43 $step 'not licensed' $true }
        $Run.RestartService = $true
        $Run.Did.Add($step)
    }
}
