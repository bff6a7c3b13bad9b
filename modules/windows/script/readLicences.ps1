$WindowsApplication = '55c92734-d682-4d71-983e-d6ec3f16059f'
$OfficeApplication = '0ff1ce16-a989-479d-af46-f275c6370663'

function Read-Products {
    $products = @(foreach ($product in @(Get-KeyedProducts)) {
        $app = 'other'
        if ($product.ApplicationID -eq $WindowsApplication) { $app = 'windows' }
        if ($product.ApplicationID -eq $OfficeApplication) { $app = 'office' }
        $installationId = $null
        if ($Settings.activation -ceq 'phone' -and $product.LicenseStatus -ne 1) { $installationId = [string] $product.OfflineInstallationId }
        $isHost = [uint32] $product.IsKeyManagementServiceMachine -gt 0
        $requests = $null
        if ($isHost) { $requests = Read-Requests $product }
        [ordered]@{
            app = $app
            id = ([string] $product.ID).ToLowerInvariant()
            lastFive = [string] $product.PartialProductKey
            channel = [string] $product.ProductKeyChannel
            description = [string] $product.Description
            status = [long] $product.LicenseStatus
            reason = '0x{0:X8}' -f $product.LicenseStatusReason
            graceMinutes = [long] $product.GracePeriodRemaining
            isHost = $isHost
            count = ConvertTo-Count $product.KeyManagementServiceCurrentCount
            requests = $requests
            installationId = $installationId
        }
    })
    return , $products
}

function Read-Requests {
    param($Product)
    return [ordered]@{
        total = ConvertTo-Count $Product.KeyManagementServiceTotalRequests
        failed = ConvertTo-Count $Product.KeyManagementServiceFailedRequests
        unlicensed = ConvertTo-Count $Product.KeyManagementServiceUnlicensedRequests
        licensed = ConvertTo-Count $Product.KeyManagementServiceLicensedRequests
        initialGrace = ConvertTo-Count $Product.KeyManagementServiceOOBGraceRequests
        expired = ConvertTo-Count $Product.KeyManagementServiceOOTGraceRequests
        nonGenuine = ConvertTo-Count $Product.KeyManagementServiceNonGenuineGraceRequests
        notification = ConvertTo-Count $Product.KeyManagementServiceNotificationRequests
    }
}

# Apart from the other columns: an older Windows that lacks one of these fails this query alone.
function Read-Client {
    $products = @(Get-CimInstance -Namespace 'root/CIMV2' -Query ('SELECT ID, VLActivationTypeEnabled, VLActivationType, ' +
        'ADActivationObjectDN FROM SoftwareLicensingProduct WHERE PartialProductKey <> null AND LicenseIsAddon = FALSE ' +
        'AND ApplicationID = ''55c92734-d682-4d71-983e-d6ec3f16059f'''))
    if ($products.Count -eq 0) { return [ordered]@{ typeEnabled = $null; typeUsed = $null; objectDn = $null } }
    $product = $products[0]
    return [ordered]@{
        typeEnabled = ConvertTo-Count $product.VLActivationTypeEnabled
        typeUsed = ConvertTo-Count $product.VLActivationType
        objectDn = $product.ADActivationObjectDN
    }
}

function Read-Objects {
    param($Reading)
    # Most hosts make no object, and over SSH there is no second hop to a domain controller.
    if ($null -eq $Settings.forest) {
        $Reading.container = 'notAsked'
        return
    }
    $computer = Get-ComputerSystem
    if (-not $computer.PartOfDomain) {
        $Reading.container = 'notJoined'
        $Reading.objects = @()
        return
    }
    try {
        $container = Get-ContainerName $computer.Domain
        $Reading.objects = Get-ActivationObjects $computer.Domain $container
        $Reading.container = 'ok'
    }
    catch {
        $failure = $_.Exception.GetBaseException()
        if ($failure -isnot [System.DirectoryServices.Protocols.DirectoryOperationException]) { throw }
        if ([string] $failure.Response.ResultCode -eq 'NoSuchObject') { $Reading.container = 'absent'; $Reading.objects = @() }
        elseif ([string] $failure.Response.ResultCode -eq 'InsufficientAccessRights') { $Reading.container = 'denied' }
        else { throw }
    }
}
