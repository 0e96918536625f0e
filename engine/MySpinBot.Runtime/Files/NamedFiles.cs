using MySpinBot.Core.Documents;
using MySpinBot.Core.Validation;
using MySpinBot.Core.Weights;
using MySpinBot.Runtime.Weights;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Files;

/// <summary>The files that inputs of nodes name: those of graphs in the folders that these may read, and models in the folders of their kinds, by name or by what is in them.</summary>
internal sealed class NamedFiles
{
    private readonly AllowedFolders _inputs;
    private readonly ModelFolders _models;
    private readonly FileDigests _digests;
    private readonly IKnownModels? _known;
    private readonly ModelSentences _sentences;

    public NamedFiles(AllowedFolders inputs, ModelFolders models, FileDigests digests, IKnownModels? known)
    {
        (_inputs, _models, _digests, _known) = (inputs, models, digests, known);
        _sentences = new ModelSentences(models, known);
        Weights = new WeightSearch(models, digests, known);
    }

    /// <summary>Models by what is in them.</summary>
    public WeightSearch Weights { get; }

    /// <summary>The name under which a model lies here; null where it does not.</summary>
    public async ValueTask<string?> NameOfAsync(WeightFile weights, CancellationToken cancellation)
        => await Weights.FindOrNullAsync(weights, null, cancellation) is { } file ? _models.NameOf(weights.Kind, file.Path) : null;

    /// <summary>What is wrong with the file that an input names, as far as that can be said without reading any; null where nothing is.</summary>
    public FileFault? Check(InputDescriptor input, string given)
    {
        if (!ModelKinds.IsKind(input.FileFolder))
        {
            var found = _inputs.Find(given);
            return found.Path is null ? new FileFault(found.Code!, found.Sentence!) : null;
        }

        return ModelReference.TryRead(given, input.FileFolder!, out var fault) switch
        {
            null => fault,
            { Sha256: { } digest } => Weights.MayBeThere(input.FileFolder!, digest) ? null : Missing(_sentences.NotThere(input.FileFolder!, digest)),
            { Name: var name } => _models.Find(input.FileFolder!, name!, out var other) is null ? Missing(_sentences.NotThere(input.FileFolder!, name!, other)) : null,
        };
    }

    /// <summary>The file that an input names.</summary>
    /// <param name="input">The input.</param>
    /// <param name="given">What the graph says.</param>
    /// <param name="tell">Told how many bytes of how many have been read, where models have to be.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="NodeFailure">It cannot be read.</exception>
    public async ValueTask<(FileReference? File, FileFault? Fault)> FindAsync(InputDescriptor input, string given, Action<long, long>? tell, CancellationToken cancellation)
    {
        if (Check(input, given) is { } fault)
        {
            return (null, fault);
        }

        if (!ModelKinds.IsKind(input.FileFolder))
        {
            return (await _digests.DigestAsync(_inputs.Find(given).Path!, cancellation), null);
        }

        var (kind, wanted) = (input.FileFolder!, ModelReference.TryRead(given, input.FileFolder!, out _)!);
        if (wanted.Sha256 is { } digest)
        {
            return await Weights.FindAsync(kind, digest, tell, cancellation) is { } found ? (found, null) : (null, Missing(_sentences.NotThere(kind, digest)));
        }

        if (_models.Find(kind, wanted.Name!, out var other) is not { } path)
        {
            return (null, Missing(_sentences.NotThere(kind, wanted.Name!, other)));
        }

        var length = FileStamp.Of(path).Length;
        return (await _digests.DigestWeightsAsync(path, _known, read => tell?.Invoke(read, length), cancellation), null);
    }

    private static FileFault Missing(string sentence) => new(ProblemCodes.MissingFile, sentence);
}
