# Adopts what is there: an object of this key, or with this name, is not made again.
function Find-ForestObject {
    param([string] $Domain, [string] $Container)
    foreach ($object in (Get-ActivationObjects $Domain $Container)) {
        if ($object.name -eq $Settings.forest.objectName) { return $object }
        if ($null -ne $Settings.forest.lastFive -and $object.lastFive -eq $Settings.forest.lastFive) { return $object }
    }
    return $null
}

# Whether the account that runs this may create activation objects: the directory's own answer.
function Assert-MayCreateObject {
    param([string] $Domain, [string] $Container)
    $entries = Search-Directory $Domain $false $Container 'Base' '(objectClass=*)' @('allowedChildClassesEffective')
    $classes = Get-Texts $entries[0] 'allowedChildClassesEffective'
    if ($classes -notcontains 'msSPP-ActivationObject') { Stop-Run 61 'forest' '0x80072098' $false }
}

function Enable-Forest {
    Assert-MayWrite
    $forest = $Settings.forest
    if ($null -eq $forest) { return }
    $secret = $null
    if ($forest.secret.kind -ceq 'stdin') { $secret = [Console]::In.ReadLine() }
    $computer = Get-ComputerSystem
    if (-not $computer.PartOfDomain) { Stop-Run 60 'forest' 'not joined' $false }
    try {
        $container = Get-ContainerName $computer.Domain
        if ($null -ne (Find-ForestObject $computer.Domain $container)) { return }
        Assert-MayCreateObject $computer.Domain $container
    }
    catch {
        if ($Run.Exit -ne 0) { throw }
        Stop-Run 61 'forest' (Get-FailureCode $_) (Test-Passing (Get-FailureCode $_))
    }
    if ($forest.secret.kind -ceq 'vault') { $secret = Get-VaultSecret $forest }
    $secret = ([string] $secret).Trim().ToUpperInvariant()
    if ($secret -cnotmatch '^[0-9A-Z]{5}(-[0-9A-Z]{5}){4}$') { Stop-Run 32 'forest' 'no product key' $false }
    if ($null -ne $forest.lastFive -and $forest.lastFive -ne $secret.Substring(24)) { Stop-Run 33 'forest' 'other key' $false }
    Assert-Clock
    $service = Get-LicensingService
    if ($forest.how -ceq 'online') {
        $null = Invoke-Licensing $service 'DoActiveDirectoryOnlineActivation' @{
            ProductKey = $secret
            ActivationObjectName = $forest.objectName
        } 'forest' 62 63
    }
    elseif ($null -eq $forest.confirmationId) {
        $made = Invoke-Licensing $service 'GenerateActiveDirectoryOfflineActivationId' @{ ProductKey = $secret } 'forest' 62 63
        $Run.ForestInstallationId = [string] $made.InstallationID
        Stop-Run 64 'forest' 'confirmation id' $false
    }
    else {
        $null = Invoke-Licensing $service 'DepositActiveDirectoryOfflineActivationConfirmation' @{
            ProductKey = $secret
            ConfirmationID = $forest.confirmationId
            ActivationObjectName = $forest.objectName
        } 'forest' 62 63
    }
    $secret = $null
    $Run.Did.Add('activation object')
    if ($null -eq (Find-ForestObject $computer.Domain $container)) { Stop-Run 65 'forest' 'no object' $true }
}
