# Windows PowerShell 5.1. The one argument is data: Base64 of the UTF-8 JSON of the settings. Product keys are in neither.
param([string] $ParameterText)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$WarningPreference = 'SilentlyContinue'
$InformationPreference = 'SilentlyContinue'
$ConfirmPreference = 'None'

# What the run learns. Functions change members only, as assignments to a variable would stay in their own scope.
$Run = @{
    Exit = 0
    Started = [DateTime]::UtcNow
    RestartService = $false
    RestartMachine = $false
    Clock = $null
    KeyEnds = @{}
    ForestInstallationId = $null
    Did = [System.Collections.Generic.List[string]]::new()
    Failures = [System.Collections.Generic.List[object]]::new()
}
