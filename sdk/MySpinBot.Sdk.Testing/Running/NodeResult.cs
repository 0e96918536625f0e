using System.Text.Json;

namespace MySpinBot.Sdk.Testing;

/// <summary>What a call came to, and what it said on the way.</summary>
public sealed class NodeResult
{
    private readonly NodeDescriptor _descriptor;
    private readonly string _outputFolder;

    internal NodeResult(NodeDescriptor descriptor, NodeOutcome outcome, RecordingContext context, IReadOnlyList<SavedFile> saved, IReadOnlyList<string> asked, string outputFolder)
    {
        (_descriptor, Outcome, Saved, Asked, _outputFolder) = (descriptor, outcome, [.. saved], asked, outputFolder);
        (Progress, Previews, Log, Shown, Written) = (context.ProgressReports, context.Previews, context.Messages.Messages, context.ShownItems, context.WrittenTexts);
    }

    /// <summary>Outputs, an expansion or a block.</summary>
    public NodeOutcome Outcome { get; }

    /// <summary>Progress, every report of it.</summary>
    public IReadOnlyList<ReportedProgress> Progress { get; }

    /// <summary>Pictures that were shown while it worked.</summary>
    public IReadOnlyList<Image> Previews { get; }

    /// <summary>Messages for people, what was written to the console among them where <see cref="Runtime.Plugins.ConsoleCapture"/> is installed.</summary>
    public IReadOnlyList<LoggedMessage> Log { get; }

    /// <summary>Items for the editor.</summary>
    public IReadOnlyList<ShownItem> Shown { get; }

    /// <summary>Text that it streamed while it worked, in the pieces in which it did.</summary>
    public IReadOnlyList<string> Written { get; }

    /// <summary>Files that it saved.</summary>
    public IReadOnlyList<SavedFile> Saved { get; }

    /// <summary>Names of the lazy inputs that it asked for, in order.</summary>
    public IReadOnlyList<string> Asked { get; }

    /// <summary>An output by its position.</summary>
    /// <exception cref="InvalidOperationException">The call expanded or was blocked, or the output is of another type.</exception>
    public T Output<T>(int index = 0)
    {
        var outputs = Outcome.Outputs ?? throw new InvalidOperationException($"{_descriptor.ClassType} gave {(Outcome.Expansion is null ? "a block" : "an expansion")} and no outputs.");
        return outputs[index] is T value
            ? value
            : throw new InvalidOperationException($"Output {index} of {_descriptor.ClassType} is a {outputs[index]?.GetType().Name ?? "null"}, not a {typeof(T).Name}.");
    }

    /// <summary>An output by its name.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public T Output<T>(string name)
    {
        for (var i = 0; i < _descriptor.Outputs.Length; i++)
        {
            if (_descriptor.Outputs[i].Name == name)
            {
                return Output<T>(i);
            }
        }

        throw new ArgumentException($"{_descriptor.ClassType} has no output '{name}'; it has {string.Join(", ", _descriptor.Outputs.Select(output => output.Name))}.", nameof(name));
    }

    /// <summary>The elements of a list output.</summary>
    public IReadOnlyList<T> List<T>(int index = 0) => [.. Output<object?[]>(index).Cast<T>()];

    /// <summary>Where a saved file lies.</summary>
    public string PathOf(SavedFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return Path.Combine(_outputFolder, file.Subfolder, file.Name);
    }
}

/// <summary>A report of progress.</summary>
/// <param name="Done">Units done.</param>
/// <param name="Total">Units in all.</param>
/// <param name="What">What a unit is.</param>
public sealed record ReportedProgress(double Done, double Total, string? What);

/// <summary>An item for the editor.</summary>
/// <param name="Key">What kind of item.</param>
/// <param name="Item">The item.</param>
public sealed record ShownItem(string Key, JsonElement Item);
