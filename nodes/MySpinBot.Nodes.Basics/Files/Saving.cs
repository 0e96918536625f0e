using System.Text;
using System.Text.Json;
using MySpinBot.Nodes.Basics.JsonValues;
using MySpinBot.Nodes.Basics.Showing;

namespace MySpinBot.Nodes.Basics.Files;

/// <summary>Texts into files.</summary>
public static class SavingNodes
{
    /// <summary>Saves a text to the output folder, in UTF-8, and shows it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="filenamePrefix">Name, or <c>folder/name</c>; <c>%year% %month% %day% %hour% %minute% %second%</c> are filled in.</param>
    /// <param name="extension">Kind of file.</param>
    /// <param name="numbered">Whether a number is added to the name; without it an older file of the name is replaced.</param>
    /// <param name="context">Where it is saved and shown.</param>
    /// <returns>The name of the file in the output folder.</returns>
    [Node("SaveText", Category = "basics/file", Search = "write file, export, subtitles", IsOutput = true, HasEffects = true, Lane = Lane.Io)]
    [return: Output(Name = "filename")]
    public static ValueTask<string> Save(
        [Input(Multiline = true)] string text,
        NodeContext context,
        string filenamePrefix = "MySpinBot",
        [Choices(".txt", ".md", ".csv", ".srt", ".vtt", ".html", ".xml", ".yaml")] string extension = ".txt",
        bool numbered = true) => Write(text, context, filenamePrefix, extension, numbered, extension switch
        {
            ".md" => "text/markdown",
            ".csv" => "text/csv",
            ".vtt" => "text/vtt",
            ".html" => "text/html",
            ".xml" => "application/xml",
            ".yaml" => "application/yaml",
            _ => "text/plain",
        });

    /// <summary>Saves a JSON value to the output folder, indented, and shows it.</summary>
    /// <param name="json">The JSON value.</param>
    /// <param name="filenamePrefix">Name, or <c>folder/name</c>; <c>%year% %month% %day% %hour% %minute% %second%</c> are filled in.</param>
    /// <param name="numbered">Whether a number is added to the name; without it an older file of the name is replaced.</param>
    /// <param name="context">Where it is saved and shown.</param>
    /// <returns>The name of the file in the output folder.</returns>
    [Node("SaveJson", Title = "Save JSON", Category = "basics/file", Search = "write file, export, data", IsOutput = true, HasEffects = true, Lane = Lane.Io)]
    [return: Output(Name = "filename")]
    public static ValueTask<string> SaveJson([Input(SocketOnly = true)] JsonElement json, NodeContext context, string filenamePrefix = "MySpinBot", bool numbered = true)
        => Write(JsonNodes.ToText(json), context, filenamePrefix, ".json", numbered, "application/json");

    private static async ValueTask<string> Write(string text, NodeContext context, string prefix, string extension, bool numbered, string mediaType)
    {
        using var file = numbered ? context.Outputs.Number(prefix, extension) : context.Outputs.Exactly(prefix + extension);
        try
        {
            await File.WriteAllTextAsync(file.TemporaryPath, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), context.Cancellation);
        }
        catch (IOException wrong)
        {
            throw Failures.At("filename_prefix", $"The file '{file.Name}' cannot be written: {wrong.Message}", wrong);
        }

        await file.CompleteAsync(mediaType, context.Cancellation);
        ShowingNodes.Show(context, text);
        return file.Name;
    }
}
