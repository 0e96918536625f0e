using System.Text.Json;
using MySpinBot.Core.Messages;
using MySpinBot.Core.Results;
using MySpinBot.Runtime.Artifacts;
using MySpinBot.Runtime.Files;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Working;

/// <summary>Puts what kept events name where the server finds it, whatever becomes of the cache: the same file under a second name, or a copy on another disk.</summary>
internal sealed class KeptArtifacts(ArtifactStore store, string folder, string outputFolder, Action<string> report)
{
    /// <summary>Keeps every artifact that an event names. One that cannot be kept is reported, and the event is told all the same.</summary>
    public void Keep(RunEvent happened)
    {
        switch (happened)
        {
            case FileSaved { File: var file }:
                Keep(file.Artifact.Id, file);
                break;
            case RunRecorded { Kept: { } manifest }:
                Keep(manifest.Id, null);
                break;
            case NodeFinished { Shown: { } shown }:
                KeepShown(shown);
                break;
            case NodeReused { Shown: { } shown }:
                KeepShown(shown);
                break;
        }
    }

    private void KeepShown(JsonElement shown)
    {
        if (shown.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var kind in shown.EnumerateObject())
        {
            if (kind.Value.ValueKind != JsonValueKind.Array)
            {
                continue;
            }

            foreach (var item in kind.Value.EnumerateArray())
            {
                if (item.ValueKind == JsonValueKind.Object && item.TryGetProperty("artifact", out var artifact) && artifact.ValueKind == JsonValueKind.String && ContentId.TryParse(artifact.GetString(), out var id))
                {
                    Keep(id, null);
                }
            }
        }
    }

    private void Keep(ContentId id, SavedFile? saved)
    {
        var place = Path.Join(folder, ArtifactPlace.Of(id));
        try
        {
            if (!store.TryKeep(id, place) && !(saved is not null && TryCopy(id, Path.Join(outputFolder, saved.Subfolder, saved.Name), place)) && !File.Exists(place))
            {
                report($"The artifact {id} is told of and cannot be kept: its bytes are gone.");
            }
        }
        catch (Exception fault) when (DiskFault.Is(fault))
        {
            report($"The artifact {id} is told of and cannot be kept: {DiskFault.Explain(fault, place)}");
        }
    }

    /// <summary>Copies a saved file that the cache no longer has, unless somebody has changed it. The file itself may be changed, so it gets no second name.</summary>
    private static bool TryCopy(ContentId id, string path, string place)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        var isSame = false;
        Placing.Copy(place, file => isSame = HashingCopy.Run(path, file, CancellationToken.None).Id == id, () => isSame);
        return isSame;
    }
}
