using MySpinBot.Storage.Tests;

// The tests kill processes and mount disks as Linux does it.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]

// `child FOLDER` is a process that a test starts and kills, `graphs FOLDER` another one, `assemblies FOLDER` one that it looks into; anything else runs the tests.
return args is ["child", var folder]
    ? await Child.Run(folder)
    : args is ["assemblies", var other]
        ? await Child.TellAssemblies(other)
        : args is ["graphs", var third]
        ? await MySpinBot.Storage.Tests.Graphs.SavingChild.Run(third)
        : args.Any(argument => argument is "--server" or "--internal-msbuild-node")
            ? await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
