# Without cmdlets: module logging would record answers that are handed on.
function Send-Request {
    param([string] $Uri, [hashtable] $Headers, [bool] $Direct)
    [System.Net.ServicePointManager]::SecurityProtocol = [System.Net.SecurityProtocolType]::Tls12
    $request = [System.Net.WebRequest]::CreateHttp($Uri)
    $request.Timeout = 30000
    $request.AllowAutoRedirect = $false
    if ($Direct) { $request.Proxy = $null }
    foreach ($name in $Headers.Keys) { $request.Headers.Add($name, $Headers[$name]) }
    try { $response = $request.GetResponse() }
    catch {
        $failure = $_.Exception
        while ($null -ne $failure -and $failure -isnot [System.Net.WebException]) { $failure = $failure.InnerException }
        if ($null -eq $failure -or $null -eq $failure.Response) { return @{ Status = 0; Text = ''; Date = $null } }
        $response = $failure.Response
    }
    $reader = [System.IO.StreamReader]::new($response.GetResponseStream())
    try { return @{ Status = [int] $response.StatusCode; Text = $reader.ReadToEnd(); Date = $response.Headers['Date'] } }
    finally { $reader.Dispose() }
}

# A token of the machine's managed identity, from the instance metadata service: never through a proxy.
function Get-IdentityToken {
    param($Key)
    $vault = [Uri] $Key.secret.uri
    $resource = 'https://{0}' -f $vault.Host.Substring($vault.Host.IndexOf('.') + 1)
    $uri = 'http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource={0}' -f
        [Uri]::EscapeDataString($resource)
    if ($Key.secret.clientId) { $uri += '&client_id={0}' -f [Uri]::EscapeDataString($Key.secret.clientId) }
    $status = 0
    # 404, 410, 429 and 5xx pass: https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token
    foreach ($seconds in @(0, 2, 6, 14, 30, 20)) {
        Start-Sleep -Seconds $seconds
        $answer = Send-Request $uri @{ Metadata = 'true' } $true
        $status = $answer.Status
        if ($status -eq 200 -and $answer.Text -match '"access_token"\s*:\s*"([\w.~+/=-]+)"') { return $Matches[1] }
        if (@(0, 404, 410, 429) -notcontains $status -and $status -lt 500) { break }
    }
    Stop-Run 30 ('identity for key {0}' -f $Key.name) ('HTTP {0}' -f $status) $true
}

# A new role assignment reaches the vault after minutes: 403 is asked again.
function Get-VaultSecret {
    param($Key)
    $step = 'vault for key {0}' -f $Key.name
    $token = Get-IdentityToken $Key
    $status = 0
    foreach ($seconds in @(0, 5, 15, 30, 60, 60, 60)) {
        Start-Sleep -Seconds $seconds
        $answer = Send-Request ('{0}?api-version=7.4' -f $Key.secret.uri) @{ Authorization = 'Bearer {0}' -f $token } $false
        $status = $answer.Status
        if ($status -eq 200 -and $answer.Text -match '"value"\s*:\s*"\s*([A-Za-z0-9-]+)\s*"') { return $Matches[1] }
        if ($status -eq 200) { Stop-Run 32 $step 'no product key' $false }
        if (@(0, 403, 429) -notcontains $status -and $status -lt 500) { break }
    }
    if (@(401, 403, 404) -contains $status) { Stop-Run 31 $step ('HTTP {0}' -f $status) ($status -eq 403) }
    Stop-Run 30 $step ('HTTP {0}' -f $status) $true
}
