# The whole line: a managed run command keeps the last 4,096 octets of the output.
$LineLimit = 3900

# One part of the reading; what cannot be read stays null, with the reason among the errors.
function Read-Part {
    param($Reading, [string] $Name, [scriptblock] $Read)
    try { $Reading[$Name] = & $Read }
    catch { Add-Failure ('read {0}' -f $Name) (Get-FailureCode $_) (Test-Passing (Get-FailureCode $_)) }
}

function Get-Reading {
    $reading = [ordered]@{
        schemaVersion = 1; script = $Settings.script; mode = $Settings.mode; exit = $Run.Exit; utcNow = Get-Iso ([DateTime]::UtcNow)
        os = $null; service = $null; host = $null; publishList = $null; products = $null; client = $null; firewall = $null
        events = $null; time = $null; objects = $null; container = $null; forestInstallationId = $Run.ForestInstallationId
        did = $Run.Did; restartNeeded = $Run.RestartMachine; errors = $Run.Failures
        left = [System.Collections.Generic.List[string]]::new()
    }
    Read-Part $reading 'os' { Read-System }
    Read-Part $reading 'service' { Read-Service }
    Read-Part $reading 'host' { Read-HostService }
    Read-Part $reading 'publishList' { , (Get-PublishList) }
    Read-Part $reading 'products' { , (Read-Products) }
    Read-Part $reading 'client' { Read-Client }
    Read-Part $reading 'firewall' { , (Read-Firewall) }
    Read-Part $reading 'events' { Read-Events }
    Read-Part $reading 'time' { Read-Time }
    try { Read-Objects $reading }
    catch { Add-Failure 'read objects' (Get-FailureCode $_) $true }
    return $reading
}

# ASCII, whatever names the machine uses: the console's code page is anybody's guess.
function ConvertTo-Line {
    param($Reading)
    # Windows PowerShell gives arrays a property of its own, which some of them would be written with.
    Remove-TypeData -TypeName 'System.Array' -ErrorAction Ignore
    $json = ConvertTo-Json -InputObject $Reading -Compress -Depth 6
    $ascii = [regex]::Replace($json, '[^\x20-\x7E]', { param($match) '\u{0:x4}' -f [int] $match.Value[0] })
    return 'activation-host/1 {0} activation-host/end' -f $ascii
}

function Select-HostProducts {
    param($Products)
    $kept = @(foreach ($one in $Products) { if ($one.isHost -or $Run.KeyEnds.ContainsValue($one.lastFive)) { $one } })
    return , $kept
}

# What is left out first when the line is too long, one after the other until it fits.
function Get-Cuts {
    return @(
        @{ Name = 'client'; Cut = { param($r) $r.client = $null } }
        @{ Name = 'other products'; Cut = { param($r) if ($null -ne $r.products) { $r.products = Select-HostProducts $r.products } } }
        @{ Name = 'descriptions'; Cut = { param($r) foreach ($one in $r.products) { $one.description = $null } } }
        @{ Name = 'firewall.remote'; Cut = { param($r) foreach ($one in $r.firewall) { $one.remote = $null } } }
        @{ Name = 'objects.pid'; Cut = { param($r) foreach ($one in $r.objects) { $one.pid = $null } } }
        @{ Name = 'events'; Cut = { param($r) $r.events = $null } }
        @{ Name = 'requests'; Cut = { param($r) foreach ($one in $r.products) { $one.requests = $null } } }
        @{ Name = 'objects'; Cut = { param($r) $r.objects = $null } }
        @{ Name = 'publishList'; Cut = { param($r) $r.publishList = $null } }
        @{ Name = 'firewall'; Cut = { param($r) $r.firewall = $null } }
        @{ Name = 'products'; Cut = { param($r) $r.products = $null } }
        @{ Name = 'errors'; Cut = { param($r) $r.errors = @(foreach ($one in $r.errors) { $one; break }) } }
    )
}

function Write-ReadBack {
    $reading = Get-Reading
    $line = ConvertTo-Line $reading
    foreach ($cut in (Get-Cuts)) {
        if ($line.Length -le $LineLimit) { break }
        $null = & $cut.Cut $reading
        $reading.left.Add($cut.Name)
        $line = ConvertTo-Line $reading
    }
    [Console]::Out.WriteLine($line)
    [Console]::Out.Flush()
}
