using MySpinBot.Server.Tests;
using MySpinBot.Server.Tests.Rest.Webhooks;
using MySpinBot.Server.Tests.Workers;

// The tests kill processes as Linux does it.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]

if (args is ["previewer"])
{
    await MySpinBot.Runtime.Previewing.PreviewerProcess.RunAsync(TimeProvider.System, CancellationToken.None);
}

// `worker SCRIPT…` is a process that a test has started and watches, `server FOLDER` one that it kills, `previewer` the very one that looks into files; anything else runs the tests.
return args is ["worker", .. var script]
    ? ScriptedWorker.Run(script)
    : args is ["server", var folder]
    ? await KilledServer.RunAsync(folder)
    : args.Any(argument => argument is "--server" or "--internal-msbuild-node")
        ? await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
        : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
