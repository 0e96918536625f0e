using System.Text.Json;

namespace MySpinBot.Sdk;

/// <summary>What a running call may use of the host. A parameter of this type is injected.</summary>
public abstract class NodeContext
{
    /// <summary>Id of the node in the document; for a node of an expansion the path of ids.</summary>
    public abstract string NodeId { get; }

    /// <summary>Which call of the node this is, where it runs over a list.</summary>
    public abstract int CallIndex { get; }

    /// <summary>Asked for by a person, a time limit, or a host that stops. Also injected as a <see cref="CancellationToken"/> parameter.</summary>
    public abstract CancellationToken Cancellation { get; }

    /// <summary>The host's clock.</summary>
    public abstract TimeProvider Time { get; }

    /// <summary>Bytes by content.</summary>
    public abstract IArtifacts Artifacts { get; }

    /// <summary>The folder that results are saved to.</summary>
    public abstract IOutputFolder Outputs { get; }

    /// <summary>Models and device memory.</summary>
    public abstract IModelShelf Models { get; }

    /// <summary>Files of weights by content.</summary>
    public virtual IWeightFiles Weights => throw new NodeFailure("This host has no folders of models.");

    /// <summary>Where natives and tools were installed, and what the host knows of them.</summary>
    public abstract IHostTools Tools { get; }

    /// <summary>Messages for people.</summary>
    public abstract INodeLog Log { get; }

    /// <summary>Says how far the work has come. Cheap: calls that come too fast are merged.</summary>
    /// <param name="done">Units done.</param>
    /// <param name="total">Units in all.</param>
    /// <param name="what">What a unit is or what is being done, for people.</param>
    public abstract void Progress(double done, double total, string? what = null);

    /// <summary>Shows a picture of work that is under way: the first of the batch, scaled down. Latest wins.</summary>
    public abstract void Preview(Image image);

    /// <summary>Streams text as it comes into being: shown on the node and in the terminal while the call runs, and not kept. Cheap: pieces that come too fast are joined.</summary>
    /// <param name="text">Text that is added to what this call has written.</param>
    public virtual void Write(string text)
    {
    }

    /// <summary>Adds an item to what the editor shows on the node, kept with the result: <c>Show("images", …)</c>.</summary>
    /// <param name="key">What kind of item: images, text, audio, video, ….</param>
    /// <param name="item">The item.</param>
    public abstract void Show(string key, JsonElement item);

    /// <summary>Says how this call works, where results may rest on it and nothing else tells it: <c>Note("provider", "cuda")</c>, <c>Note("dtype", "float16")</c>.
    /// It is kept with the result and stands in the manifest of every run that uses it; a strict run compares it. Tools that <see cref="Tools"/> gave are noted with their versions by the host.</summary>
    /// <param name="fact">What is told: <c>provider</c>, <c>device</c>, <c>dtype</c>, …; 64 characters at most.</param>
    /// <param name="value">The value, never a secret's; 200 characters at most.</param>
    public virtual void Note(string fact, string value)
    {
    }

    /// <summary>A path for a temporary file or folder of this call; what is there is removed when the call ends.</summary>
    public abstract string TemporaryPath(string extension = "");
}

/// <summary>Messages for people, with the node they come from.</summary>
public interface INodeLog
{
    /// <summary>Something worth knowing.</summary>
    void Info(string message);

    /// <summary>Something that may be wrong.</summary>
    void Warn(string message);
}

/// <summary>Bytes by content. What is put twice is stored once.</summary>
public interface IArtifacts
{
    /// <summary>Stores bytes.</summary>
    ValueTask<ArtifactReference> PutAsync(ReadOnlyMemory<byte> bytes, string mediaType, CancellationToken cancellation);

    /// <summary>Stores a file's bytes; the file stays where it is.</summary>
    ValueTask<ArtifactReference> PutFileAsync(string path, string mediaType, CancellationToken cancellation);

    /// <summary>Opens stored bytes, checked against their id.</summary>
    /// <exception cref="NodeFailure">They are missing or damaged.</exception>
    ValueTask<Stream> OpenAsync(ArtifactReference artifact, CancellationToken cancellation);

    /// <summary>A path at which the bytes can be read, for tools that want one; checked against their id. The file must not be written.</summary>
    ValueTask<string> PathOfAsync(ArtifactReference artifact, CancellationToken cancellation);
}

/// <summary>Files of weights by content, whatever they are called and wherever below the folders of models they lie.</summary>
public interface IWeightFiles
{
    /// <summary>Finds a file of weights.</summary>
    /// <exception cref="NodeFailure">No file in the folders of its kind has this content; the sentence says what was looked for and how to get it.</exception>
    ValueTask<FileReference> FindAsync(WeightFile weights, CancellationToken cancellation);

    /// <summary>The file of a name, with its content; null where there is none. For files that are not named by an input: what it finds does not join the key of the call.</summary>
    /// <param name="kind">The kind of model: <c>vae_approx</c>.</param>
    /// <param name="name">Its path below a folder of its kind, with slashes.</param>
    /// <param name="cancellation">Ends the reading.</param>
    ValueTask<FileReference?> NamedAsync(string kind, string name, CancellationToken cancellation) => new((FileReference?)null);

    /// <summary>A file beside one that an input named, or in a folder beside it, with its content: a part of a model in many files. Null where there is none. What it finds does not join the key of the call.</summary>
    /// <param name="file">The file that was named.</param>
    /// <param name="name">Its path from that file's folder, with slashes; it does not leave the folder.</param>
    /// <param name="cancellation">Ends the reading.</param>
    ValueTask<FileReference?> BesideAsync(FileReference file, string name, CancellationToken cancellation) => new((FileReference?)null);

    /// <summary>The files that there are of a kind: their paths below its folders, with slashes.</summary>
    /// <param name="kind">The kind of model.</param>
    IReadOnlyList<string> Names(string kind) => [];
}

/// <summary>The folder that results are saved to. Names never leave it, and nothing half-written is ever seen under its final name.</summary>
public interface IOutputFolder
{
    /// <summary>Reserves the next free name <c>prefix_00001_.ext</c>.</summary>
    /// <param name="prefix">Name or <c>folder/name</c>; <c>%year% %month% %day% %hour% %minute% %second%</c> are filled in.</param>
    /// <param name="extension">With its dot.</param>
    /// <exception cref="NodeFailure">The prefix leaves the folder or the folder cannot be written.</exception>
    OutputFile Number(string prefix, string extension);

    /// <summary>Reserves exactly this name; an older file of the name is replaced when the new one is complete.</summary>
    /// <exception cref="NodeFailure">The name leaves the folder, or another node of this run writes it.</exception>
    OutputFile Exactly(string name);
}

/// <summary>A name that is reserved and a temporary path to write to; disposing it before <see cref="CompleteAsync"/> leaves nothing behind.</summary>
public abstract class OutputFile : IDisposable
{
    /// <summary>Where to write; beside the final place, with the same extension.</summary>
    public abstract string TemporaryPath { get; }

    /// <summary>The name it will have, relative to the output folder, with forward slashes.</summary>
    public abstract string Name { get; }

    /// <summary>Moves the file to its name, keeps its bytes as an artifact (so that a reused result can put it back), and reports it.</summary>
    /// <param name="mediaType">What it is, as a MIME type.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public abstract ValueTask<SavedFile> CompleteAsync(string mediaType, CancellationToken cancellation);

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <summary>A file in the output folder.</summary>
/// <param name="Name">File name.</param>
/// <param name="Subfolder">Folder within the output folder, with forward slashes; empty for none.</param>
/// <param name="Artifact">Its bytes.</param>
public sealed record SavedFile(string Name, string Subfolder, ArtifactReference Artifact);

/// <summary>Executables and native libraries that the set-up installed.</summary>
public interface IHostTools
{
    /// <summary>Path of an executable such as <c>ffmpeg</c>.</summary>
    /// <exception cref="NodeFailure">It is not installed; the sentence says how to get it.</exception>
    string Executable(string name);
}
