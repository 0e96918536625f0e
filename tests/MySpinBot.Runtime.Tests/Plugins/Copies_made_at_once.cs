using MySpinBot.Runtime.Plugins;

namespace MySpinBot.Runtime.Tests.Plugins;

public sealed class Copies_made_at_once : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_copy_that_somebody_uses_already_is_left_alone()
    {
        for (var i = 0; i < 40; i++)
        {
            _folder.Write($"plugin/{i}.dll", new string('x', 20_000));
        }

        // Each as a process of its own would: with nothing in common but the folder.
        for (var round = 0; round < 10; round++)
        {
            var kept = _folder.Sub($"kept{round}");
            using var start = new Barrier(6);
            await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Factory.StartNew(Use, TaskCreationOptions.LongRunning)));

            void Use()
            {
                using var folders = new ShadowFolders(kept);
                start.SignalAndWait();
                var copy = ShadowCopy.Make(_folder.Sub("plugin", "0.dll"), folders);
                for (var look = 0; look < 3000; look++)
                {
                    File.Exists(copy.AssemblyPath).ShouldBeTrue();
                }
            }
        }
    }
}
