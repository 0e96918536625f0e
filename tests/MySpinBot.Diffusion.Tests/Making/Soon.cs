namespace MySpinBot.Diffusion.Tests.Making;

/// <summary>Cancels while something runs that occupies every thread of the pool: by a thread that waits for nobody.</summary>
internal static class Soon
{
    public static void Cancel(CancellationTokenSource source) => new Thread(() =>
    {
        Thread.Sleep(5);
        source.Cancel();
    }) { IsBackground = true }.Start();
}
