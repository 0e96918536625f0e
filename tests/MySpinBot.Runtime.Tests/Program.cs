using MySpinBot.Runtime.Tests;

// The tests damage files and mount disks as Linux does it.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]

// `child NAME FOLDER …` is a process that a test starts and may kill; anything else runs the tests.
return args is ["child", var name, .. var rest]
    ? await Child.Run(name, rest)
    : args.Any(argument => argument is "--server" or "--internal-msbuild-node")
        ? await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
        : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
