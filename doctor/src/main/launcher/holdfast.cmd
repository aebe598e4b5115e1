@echo off
rem Starts holdfast.jar, which is beside this script.
setlocal
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
"%JAVA%" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx128m -jar "%~dp0holdfast.jar" %*
exit /b %ERRORLEVEL%
