using System.Text.Json.Nodes;
using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Files that nodes leave behind, and the items that say so in a result's <c>ui</c>.</summary>
internal static class Saved
{
    /// <summary>Reserves a name in the output folder.</summary>
    public static OutputFile Reserve(NodeContext context, string prefix, OutputNaming naming, string extension)
    {
        if (string.IsNullOrWhiteSpace(prefix))
        {
            throw new NodeFailure("The file's name is empty; give a name such as 'film' or 'folder/film'.") { Input = "filename_prefix" };
        }

        return naming == OutputNaming.Numbered ? context.Outputs.Number(prefix, extension)
            : context.Outputs.Exactly(prefix.EndsWith(extension, StringComparison.OrdinalIgnoreCase) ? prefix : prefix + extension);
    }

    /// <summary>Completes a file and shows it.</summary>
    public static async Task CompleteAsync(OutputFile file, NodeContext context, string key, string mediaType, CancellationToken cancellation)
    {
        var saved = await file.CompleteAsync(mediaType, cancellation);
        context.Show(key, Item(saved.Name, saved.Subfolder, "output", mediaType, saved.Artifact));
    }

    /// <summary>Shows bytes that are kept as an artifact only. Their file name is their id.</summary>
    public static async Task ShowAsync(ReadOnlyMemory<byte> bytes, NodeContext context, string key, string mediaType, string extension, CancellationToken cancellation)
    {
        var artifact = await context.Artifacts.PutAsync(bytes, mediaType, cancellation);
        context.Show(key, Item(artifact.Id + extension, "", "temp", mediaType, artifact));
    }

    private static JsonElement Item(string name, string subfolder, string type, string mediaType, ArtifactReference artifact)
        => JsonSerializer.SerializeToElement(new JsonObject
        {
            ["filename"] = name,
            ["subfolder"] = subfolder,
            ["type"] = type,
            ["format"] = mediaType,
            ["artifact"] = artifact.Id.ToString(),
        });
}
