# OperatingSystemSKU of Datacenter: Azure Edition, which cannot be a KMS host.
$AzureEditionSku = 407

function Assert-Preflight {
    if ($PSVersionTable.PSVersion -lt [Version] '5.1') {
        Stop-Run 15 'preflight' ('PowerShell {0}' -f $PSVersionTable.PSVersion) $false
    }
    $principal = [System.Security.Principal.WindowsPrincipal]::new(
        [System.Security.Principal.WindowsIdentity]::GetCurrent())
    if (-not $principal.IsInRole([System.Security.Principal.WindowsBuiltInRole]::Administrator)) {
        Stop-Run 11 'preflight' '0x80070005' $false
    }
    $system = Get-CimInstance -Namespace 'root/CIMV2' -Query 'SELECT OperatingSystemSKU FROM Win32_OperatingSystem'
    if ($system.OperatingSystemSKU -eq $AzureEditionSku) { Stop-Run 12 'preflight' ('SKU {0}' -f $AzureEditionSku) $false }
}
