using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Tests;

internal sealed class FolderOutputs(string folder, NodeContext context) : IOutputFolder
{
    public OutputFile Number(string prefix, string extension)
        => Enumerable.Range(1, 99_999).Select(number => string.Create(CultureInfo.InvariantCulture, $"{prefix}_{number:00000}_{extension}"))
            .Where(name => !File.Exists(Path.Combine(folder, name))).Select(Exactly).First();

    public OutputFile Exactly(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, name))!);
        return new Reserved(folder, name, context);
    }

    private sealed class Reserved(string folder, string name, NodeContext context) : OutputFile
    {
        public override string Name => name;

        public override string TemporaryPath { get; } = Path.Combine(folder, Path.GetDirectoryName(name)!, ".half" + Path.GetFileName(name));

        public override async ValueTask<SavedFile> CompleteAsync(string mediaType, CancellationToken cancellation)
        {
            var artifact = await context.Artifacts.PutFileAsync(TemporaryPath, mediaType, cancellation);
            File.Move(TemporaryPath, Path.Combine(folder, name), overwrite: true);
            return new SavedFile(Path.GetFileName(name), Path.GetDirectoryName(name)!, artifact);
        }

        public override void Dispose() => File.Delete(TemporaryPath);
    }
}
