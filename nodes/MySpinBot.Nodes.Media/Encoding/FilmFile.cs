using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>A video on its way into a file of the output folder.</summary>
internal sealed class FilmFile(Video video, FilmEncoding asked, IReadOnlyList<KeyValuePair<string, string>> texts, NodeContext context)
{
    /// <summary>Whether pictures that nothing changes may be copied.</summary>
    public bool MayCopy { get; init; }

    /// <summary>Saves it and shows it.</summary>
    public async Task SaveAsync(string prefix, OutputNaming naming, CancellationToken cancellation)
    {
        if (!MayCopy || await CopyPlan.OfAsync(video, asked, context, cancellation) is not { } plan || !await CopyAsync(plan, prefix, naming, cancellation))
        {
            await EncodeAsync(asked.Settled(), prefix, naming, cancellation);
        }
    }

    /// <summary>Shows a file that was saved.</summary>
    public static async Task CompleteAsync(OutputFile file, FilmEncoding encoding, NodeContext context, CancellationToken cancellation)
    {
        await Saved.CompleteAsync(file, context, "images", encoding.MediaType, cancellation);
        context.Show("animated", JsonSerializer.SerializeToElement(true));
    }

    private async Task<bool> CopyAsync(CopyPlan plan, string prefix, OutputNaming naming, CancellationToken cancellation)
    {
        using var file = Saved.Reserve(context, prefix, naming, plan.Encoding.Extension);
        var (metadata, sound, captions) = await BesidesAsync(plan.Encoding, cancellation);
        if (!await new PacketCopier(plan, video, context) { MetadataPath = metadata, Sound = sound, Captions = captions }.WriteAsync(file.TemporaryPath, cancellation))
        {
            return false;
        }

        await CompleteAsync(file, plan.Encoding, context, cancellation);
        return true;
    }

    private async Task EncodeAsync(FilmEncoding encoding, string prefix, OutputNaming naming, CancellationToken cancellation)
    {
        using var file = Saved.Reserve(context, prefix, naming, encoding.Extension);
        var (metadata, sound, captions) = await BesidesAsync(encoding, cancellation);
        await new FilmEncoder(encoding, FrameFeed.Of(video, encoding, context), context) { MetadataPath = metadata, Sound = sound, Captions = captions }.WriteAsync(file.TemporaryPath, cancellation);
        await CompleteAsync(file, encoding, context, cancellation);
    }

    private async Task<(string Metadata, SoundFile? Sound, SoftCaptions Captions)> BesidesAsync(FilmEncoding encoding, CancellationToken cancellation)
    {
        var metadata = context.TemporaryPath(".txt");
        await FilmMetadata.WriteAsync(metadata, texts, cancellation);
        return (metadata, await FilmSound.WriteAsync(video, encoding, context, cancellation), await SoftCaptions.WriteAsync(video, encoding, context, cancellation));
    }
}
