# The service is part of Windows; the role brings its tools, and client editions have no roles.
function Install-Role {
    Assert-MayWrite
    if ($null -eq (Get-Command -Name 'Get-WindowsFeature' -ErrorAction Ignore)) { return }
    try {
        $feature = Get-WindowsFeature -Name 'VolumeActivation'
        if ([string] $feature.InstallState -eq 'Installed') { return }
        # Server Core has the role and not its management tools.
        $result = Install-WindowsFeature -Name 'VolumeActivation' -IncludeManagementTools:(-not (Test-ServerCore))
    }
    catch { Stop-Run 20 'role' (Get-FailureCode $_) $false }
    if (-not $result.Success) { Stop-Run 20 'role' ([string] $result.ExitCode) $false }
    $Run.Did.Add('role')
    if ([string] $result.RestartNeeded -eq 'Yes') {
        $Run.RestartMachine = $true
        Stop-Run 21 'role' 'restart' $false
    }
}

function Test-ServerCore {
    $version = Open-MachineKey 'SOFTWARE\Microsoft\Windows NT\CurrentVersion' $false
    return [string] $version.GetValue('InstallationType') -eq 'Server Core'
}
