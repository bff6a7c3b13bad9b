function Test-Listening {
    param([int] $Port)
    $listeners = [System.Net.NetworkInformation.IPGlobalProperties]::GetIPGlobalProperties().GetActiveTcpListeners()
    foreach ($listener in $listeners) { if ($listener.Port -eq $Port) { return $true } }
    return $false
}

# Port, publishing, list, priority and intervals take effect when the service starts: once, after all of them.
function Restart-Licensing {
    Assert-MayWrite
    if (-not $Run.RestartService -and (Test-Listening $Settings.port)) { return }
    try { Restart-Service -Name 'sppsvc' }
    catch { Stop-Run 53 'restart' (Get-FailureCode $_) $true }
    $Run.Did.Add('restart')
    for ($second = 0; $second -lt 60; $second += 1) {
        if (Test-Listening $Settings.port) { return }
        Start-Sleep -Seconds 1
    }
    Stop-Run 53 'restart' 'not listening' $true
}
