@echo off
rem Starts holdfast.jar, which is beside this script.
setlocal
rem Without this, cmd would start a java.exe or java.bat of the current folder first.
set "NoDefaultCurrentDirectoryInExePath=1"
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
"%JAVA%" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx128m -jar "%~dp0holdfast.jar" %*
exit /b %ERRORLEVEL%
