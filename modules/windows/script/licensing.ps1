# Columns by name: asking for all of them takes seconds. The keys of the classes (Version, ID) let methods be called.
function Get-LicensingService {
    return Get-CimInstance -Namespace 'root/CIMV2' -Query ('SELECT Version, KeyManagementServiceListeningPort, ' +
        'KeyManagementServiceDnsPublishing, KeyManagementServiceLowPriority, VLActivationInterval, ' +
        'VLRenewalInterval FROM SoftwareLicensingService')
}

function Get-KeyedProducts {
    return Get-CimInstance -Namespace 'root/CIMV2' -Query ('SELECT ID, ApplicationID, PartialProductKey, ' +
        'ProductKeyChannel, Description, LicenseStatus, LicenseStatusReason, GracePeriodRemaining, ' +
        'OfflineInstallationId, IsKeyManagementServiceMachine, KeyManagementServiceCurrentCount, ' +
        'KeyManagementServiceTotalRequests, KeyManagementServiceFailedRequests, ' +
        'KeyManagementServiceUnlicensedRequests, KeyManagementServiceLicensedRequests, ' +
        'KeyManagementServiceOOBGraceRequests, KeyManagementServiceOOTGraceRequests, ' +
        'KeyManagementServiceNonGenuineGraceRequests, KeyManagementServiceNotificationRequests ' +
        'FROM SoftwareLicensingProduct WHERE PartialProductKey <> null')
}

function Find-Product {
    param([string] $KeyEnd)
    foreach ($product in @(Get-KeyedProducts)) {
        if ($product.PartialProductKey -eq $KeyEnd) { return $product }
    }
    return $null
}

# The only place that calls a method of Windows licensing. Arguments travel in a Hashtable, of which module logging
# records the type and not the content.
function Invoke-Licensing {
    param($Instance, [string] $Method, [hashtable] $Arguments, [string] $Step, [int] $ExitPassing, [int] $ExitFinal)
    Assert-MayWrite
    $code = $null
    try {
        if ($Arguments.Count -eq 0) { $result = Invoke-CimMethod -InputObject $Instance -MethodName $Method }
        else { $result = Invoke-CimMethod -InputObject $Instance -MethodName $Method -Arguments $Arguments }
        if ($null -ne $result.ReturnValue -and 0 -ne $result.ReturnValue) { $code = '0x{0:X8}' -f $result.ReturnValue }
    }
    catch { $code = Get-FailureCode $_ }
    if ($null -eq $code) { return $result }
    if (Test-Passing $code) { Stop-Run $ExitPassing $Step $code $true }
    Stop-Run $ExitFinal $Step $code $false
}
