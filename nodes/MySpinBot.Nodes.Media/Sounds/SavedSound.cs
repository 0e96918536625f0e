using System.Text.Json.Nodes;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Sound files in the output folder, one a clip.</summary>
internal static class SavedSound
{
    /// <summary>Writes and shows them, and gives the sound back.</summary>
    public static async Task<Audio> WriteAsync(
        Audio audio, SoundFormat format, IReadOnlyList<KeyValuePair<string, string>> texts, string prefix, NodeContext context, CancellationToken cancellation)
    {
        var metadata = context.TemporaryPath(".txt");
        await FilmMetadata.WriteAsync(metadata, format.Extension == ".wav" ? InAComment(texts) : texts, cancellation);
        for (var clip = 0; clip < audio.Batch; clip++)
        {
            using var file = Saved.Reserve(context, prefix, OutputNaming.Numbered, format.Extension);
            await SoundEncoding.WriteAsync(audio, clip, file.TemporaryPath, format, metadata, context, cancellation);
            await Saved.CompleteAsync(file, context, "audio", format.MediaType, cancellation);
        }

        return audio;
    }

    // WAV has no names of its own for texts, only a few that are fixed: the graph becomes its comment.
    private static IEnumerable<KeyValuePair<string, string>> InAComment(IReadOnlyList<KeyValuePair<string, string>> texts)
    {
        var graph = new JsonObject(texts.Where(text => text.Key is "prompt" or "workflow").Select(text => KeyValuePair.Create(text.Key, JsonNode.Parse(text.Value))));
        return [.. texts.Where(text => text.Key is not ("prompt" or "workflow")), .. graph.Count == 0 ? [] : new[] { KeyValuePair.Create("comment", graph.ToJsonString()) }];
    }
}
