# How far this machine is ahead of a domain controller; outside a domain of whoever runs this, or of the vault.
function Get-Clock {
    if ($null -eq $Run.Clock) { $Run.Clock = Measure-Clock }
    return $Run.Clock
}

function Measure-Clock {
    $culture = [System.Globalization.CultureInfo]::InvariantCulture
    $styles = [System.Globalization.DateTimeStyles] 'AssumeUniversal, AdjustToUniversal'
    try {
        $computer = Get-ComputerSystem
        if ($computer.PartOfDomain) {
            $root = Get-RootDse $computer.Domain
            $there = [DateTime]::ParseExact((Get-Text $root 'currentTime'), 'yyyyMMddHHmmss.0Z', $culture, $styles)
            return @{ Seconds = [int] ([DateTime]::UtcNow - $there).TotalSeconds; Against = Get-Text $root 'dnsHostName' }
        }
    }
    catch { Add-Failure 'clock' (Get-FailureCode $_) $true }
    if ($null -ne $Settings.runnerUtc) {
        $there = [DateTime]::Parse($Settings.runnerUtc, $culture, $styles)
        return @{ Seconds = [int] ($Run.Started - $there).TotalSeconds; Against = 'runner' }
    }
    foreach ($key in @($Settings.keys)) {
        if ($key.secret.kind -cne 'vault') { continue }
        # Refused without a token, and dated all the same.
        $answer = Send-Request ('{0}?api-version=7.4' -f $key.secret.uri) @{} $false
        if ($null -eq $answer.Date) { continue }
        $there = [DateTime]::Parse($answer.Date, $culture, $styles)
        return @{ Seconds = [int] ([DateTime]::UtcNow - $there).TotalSeconds; Against = 'vault' }
    }
    return @{ Seconds = $null; Against = $null }
}

# Before each activation: with a wrong clock it fails, and may cost one of ten.
function Assert-Clock {
    $clock = Get-Clock
    if ($null -eq $clock.Seconds) { Stop-Run 14 'clock' 'unknown' $true }
    if ([Math]::Abs($clock.Seconds) -gt $Settings.timeSkewLimitSeconds) { Stop-Run 13 'clock' ('{0} s' -f $clock.Seconds) $false }
}
