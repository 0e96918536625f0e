using System.Globalization;
using MySpinBot.Core.Sentences;
using MySpinBot.Runtime.Files;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Weights;

/// <summary>What is said where a model is not there: what was wanted, where it was looked for, what may have been meant, and how to get it.</summary>
internal sealed class ModelSentences(ModelFolders folders, IKnownModels? known)
{
    private const int MostFolders = 4;

    /// <summary>No file has the name.</summary>
    public string NotThere(string kind, string name, FileKind other)
    {
        var what = other switch
        {
            FileKind.Folder => $"'{name}' is a folder among the {kind}; name a file in it",
            FileKind.Special => $"'{name}' among the {kind} is a device, a pipe or a socket; only ordinary files can be read",
            _ => $"There is no file '{name}' among the {kind}; {LookedIn(kind)}",
        };
        return $"{what}.{new NearestNames().Ask(name, folders.Files(kind).Select(file => file.Name))}{HowToGet(known?.Named(kind, name))}";
    }

    /// <summary>No file has the content.</summary>
    public string NotThere(WeightFile weights)
        => string.Create(
            CultureInfo.InvariantCulture,
            $"No file among the {weights.Kind} is the model that is wanted ({weights.Length} bytes, content {weights.Id.ToString()[..12]}…); {LookedIn(weights.Kind)}. Put it there under any name, or choose a model that is there.");

    /// <summary>No file has the digest.</summary>
    public string NotThere(string kind, string sha256)
        => $"No file among the {kind} has the SHA-256 {sha256}; {LookedIn(kind)}. Put it there under any name.{HowToGet(known?.OfSha256(sha256))}";

    private static string HowToGet(PublishedModel? model) => model is null ? "" : $" It can be had with 'myspinbot models pull {model.PullName}'.";

    private string LookedIn(string kind)
    {
        var all = folders.Of(kind);
        return all.Count == 0 ? "this host has no folder for them" : $"models of this kind are looked up in {string.Join(", ", all.Take(MostFolders).Select(folder => $"'{folder}'"))}{(all.Count > MostFolders ? $" and {all.Count - MostFolders} more" : "")}";
    }
}
