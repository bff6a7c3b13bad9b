# A product key is only ever in $secret, which is an argument of no command: what a command is given may be logged.
function Install-HostKeys {
    Assert-MayWrite
    foreach ($key in @($Settings.keys)) {
        $secret = $null
        # Each line is read, needed or not, so that the next key finds its own.
        if ($key.secret.kind -ceq 'stdin') { $secret = [Console]::In.ReadLine() }
        $keyEnd = $key.lastFive
        if ($null -eq $keyEnd -or $null -eq (Find-Product $keyEnd)) {
            if ($key.secret.kind -ceq 'vault') { $secret = Get-VaultSecret $key }
            $secret = ([string] $secret).Trim().ToUpperInvariant()
            if ($secret -cnotmatch '^[0-9A-Z]{5}(-[0-9A-Z]{5}){4}$') { Stop-Run 32 ('key {0}' -f $key.name) 'no product key' $false }
            $keyEnd = $secret.Substring(24)
            if ($null -ne $key.lastFive -and $key.lastFive -ne $keyEnd) { Stop-Run 33 ('key {0}' -f $key.name) 'other key' $false }
            if ($null -eq (Find-Product $keyEnd)) {
                $step = 'key {0}' -f $key.name
                $service = Get-LicensingService
                $null = Invoke-Licensing $service 'InstallProductKey' @{ ProductKey = $secret } $step 35 34
                $null = Invoke-Licensing $service 'RefreshLicenseStatus' @{} $step 35 34
                $Run.RestartService = $true
                $Run.Did.Add($step)
            }
        }
        $secret = $null
        $Run.KeyEnds[$key.name] = $keyEnd
    }
}
