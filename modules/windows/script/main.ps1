try { $Settings = Read-Settings }
catch { exit 10 }
foreach ($key in @($Settings.keys)) { if ($null -ne $key.lastFive) { $Run.KeyEnds[$key.name] = $key.lastFive } }

try {
    if ($Settings.mode -ceq 'configure') {
        Assert-Preflight
        Install-Role
        Install-HostKeys
        Enable-HostKeys
        Set-ServiceValues
        Set-PublishList
        Set-Firewall
        Restart-Licensing
        Enable-Forest
    }
}
catch {
    if ($Run.Exit -eq 0) {
        Add-Failure 'script' ('{0}@{1}' -f (Get-FailureCode $_), $_.InvocationInfo.ScriptLineNumber) $false
        $Run.Exit = 90
    }
}

# Always, also after a failure: what the machine is now is worth more than what was meant.
try { Write-ReadBack }
catch { if ($Run.Exit -eq 0) { $Run.Exit = 70 } }

exit $Run.Exit
