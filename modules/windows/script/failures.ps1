# Codes after which the same run may succeed later without anybody's doing.
$PassingCodes = @(
    '0x80072EE2', '0x80072EE7', '0x80072EFD', '0x8007203A', '0x8007054B', '0x8007232A', '0xC004F00F',
    'LDAP 51', 'LDAP 52', 'LDAP 81', 'LDAP 85'
)

# Texts of Windows are localised, and may quote what they were given: only numbers leave the machine.
function Get-FailureCode {
    param($Record)
    $exception = $Record.Exception
    $data = $exception.PSObject.Properties['ErrorData']
    if ($null -ne $data -and $null -ne $data.Value) {
        $code = $data.Value.CimInstanceProperties['error_Code']
        if ($null -ne $code -and $null -ne $code.Value -and 0 -ne $code.Value) { return '0x{0:X8}' -f $code.Value }
    }
    $id = $exception.PSObject.Properties['MessageId']
    if ($null -ne $id -and [string] $id.Value -match '0x([0-9A-Fa-f]{8})') { return '0x{0}' -f $Matches[1].ToUpperInvariant() }
    $base = $exception.GetBaseException()
    if ($base.GetType().Name -eq 'DirectoryOperationException') { return 'LDAP {0}' -f [int] $base.Response.ResultCode }
    if ($base.GetType().Name -eq 'LdapException') { return 'LDAP {0}' -f $base.ErrorCode }
    return '0x{0:X8}' -f $base.HResult
}

function Test-Passing {
    param([string] $Code)
    return $PassingCodes -contains $Code
}

function Add-Failure {
    param([string] $Step, [string] $Code, [bool] $Retry)
    $Run.Failures.Add([ordered]@{ step = $Step; code = $Code; retry = $Retry })
}

# Ends the configuration; the read-back still follows.
function Stop-Run {
    param([int] $Exit, [string] $Step, [string] $Code, [bool] $Retry)
    Add-Failure $Step $Code $Retry
    $Run.Exit = $Exit
    throw 'stopped'
}

# First statement of every function that changes the machine.
function Assert-MayWrite {
    if ($Settings.mode -cne 'configure') { throw 'this run only reads' }
}
