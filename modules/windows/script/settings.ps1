function Read-Settings {
    $json = [System.Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($ParameterText))
    $read = ConvertFrom-Json -InputObject $json
    if ($read.schemaVersion -ne 1) { throw 'other version' }
    if ($read.mode -cne 'configure' -and $read.mode -cne 'verify') { throw 'unknown mode' }
    return $read
}

# 64-bit view whatever the process is, as the licensing service reads no other.
function Open-MachineKey {
    param([string] $Path, [bool] $Writable)
    $machine = [Microsoft.Win32.RegistryKey]::OpenBaseKey(
        [Microsoft.Win32.RegistryHive]::LocalMachine, [Microsoft.Win32.RegistryView]::Registry64)
    return $machine.OpenSubKey($Path, $Writable)
}
