using System.Diagnostics.CodeAnalysis;
using MySpinBot.Runtime.Files;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Outputs;

/// <summary>The numbered names that a job's calls were given, so that a call that runs again saves under the same name and leaves no second file.
/// A name is noted before the first byte of its file is written, and the file's mark before the file gets the name: a later run replaces that file, and no other.</summary>
/// <remarks>Who else wants a number passes over it as long as <c>.stem.reserved</c> stands there, which names the journal, and stays while the journal does:
/// also when its process is dead. See <see cref="Reservation"/>.</remarks>
internal sealed class OutputJournal : IDisposable
{
    /// <summary>Names beyond that many are not noted.</summary>
    private const int MostNames = 100_000;
    private const int MostBytes = 64 << 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<OutputClaim, JournalEntry> _entries = [];
    private FileStream? _file;
    private bool _isThere;
    private bool _isTakenUp;
    private bool _isCut;
    private bool _isClosed;

    private OutputJournal(string? path) => Path = path;

    /// <summary>Path of the file; null for a journal that ends with its run.</summary>
    public string? Path { get; }

    /// <summary>Opens a journal, with what earlier runs of the job noted. One that cannot be read is reported and counts as new.</summary>
    public static OutputJournal Open(string? path, Action<string> report)
    {
        var journal = new OutputJournal(path is null ? null : System.IO.Path.GetFullPath(path));
        try
        {
            if (journal.Path is { } file && new FileInfo(file) is { Exists: true } there)
            {
                journal._isThere = journal._isTakenUp = true;
                journal.Read(there.Length <= MostBytes ? File.ReadAllBytes(file) : []);
            }
        }
        catch (Exception fault) when (DiskFault.Is(fault))
        {
            report($"The output names of an earlier run cannot be read, so its files may be saved a second time: {DiskFault.Explain(fault, path!)}");
        }

        return journal;
    }

    /// <summary>Whether a name was noted, now or before.</summary>
    public bool IsUsed
    {
        get
        {
            lock (_gate)
            {
                return _isThere || _entries.Count > 0;
            }
        }
    }

    /// <summary>The name that a claim was given before; null where it has none.</summary>
    public JournalEntry? Find(OutputClaim claim)
    {
        lock (_gate)
        {
            return _entries.GetValueOrDefault(claim);
        }
    }

    /// <summary>Makes the file, so that what names it is not taken for a leftover.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Begin()
    {
        lock (_gate)
        {
            Begun();
        }
    }

    /// <summary>A claim was given a name.</summary>
    /// <exception cref="IOException">It cannot be noted.</exception>
    public void Reserve(OutputClaim claim, OutputName name)
    {
        lock (_gate)
        {
            if (_entries.Count < MostNames || _entries.ContainsKey(claim))
            {
                _entries[claim] = new JournalEntry(name.Relative);
                Append(claim, name.Relative, null);
            }
        }
    }

    /// <summary>A claim's file is about to get its name. On the disk when this returns.</summary>
    /// <exception cref="IOException">It cannot be noted.</exception>
    public void Place(OutputClaim claim, FileMark mark)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(claim, out var entry))
            {
                _entries[claim] = entry with { Marks = entry.Marks.Add(mark) };
                Append(claim, entry.Name, mark);
                if (_file is not null)
                {
                    RandomAccess.FlushToDisk(_file.SafeFileHandle);
                }
            }
        }
    }

    /// <summary>A claim needs its name no longer, unless a file of its has it.</summary>
    public void Release(OutputClaim claim)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(claim, out var entry) && entry.Marks.IsEmpty)
            {
                _entries.Remove(claim);
                try
                {
                    Append(claim, null, null);
                }
                catch (Exception fault) when (DiskFault.Is(fault))
                {
                    // The name stays noted: a later run takes it if it is still free.
                }
            }
        }
    }

    /// <summary>Nothing more is noted.</summary>
    /// <param name="isOver">Whether the job is over: the file is removed.</param>
    /// <returns>The folders, relative to the output folder, in which processes that are dead may have left something for the job.</returns>
    public IReadOnlyCollection<string> Close(bool isOver)
    {
        lock (_gate)
        {
            _isClosed = true;
            _file?.Dispose();
            _file = null;
            if (!isOver)
            {
                return [];
            }

            if (Path is not null && _isThere)
            {
                File.Delete(Path);
            }

            return _isTakenUp ? _entries.Values.Select(entry => System.IO.Path.GetDirectoryName(entry.Name)!).ToHashSet(StringComparer.Ordinal) : [];
        }
    }

    public void Dispose() => Close(isOver: false);

    private void Read(ReadOnlySpan<byte> bytes)
    {
        foreach (var range in bytes.Split((byte)'\n'))
        {
            if (JournalLine.Read(bytes[range]) is not { } line || !IsName(line.Name))
            {
                continue;
            }

            var claim = line.Claim();
            if (line.Name is null)
            {
                _entries.Remove(claim);
            }
            else if (_entries.TryGetValue(claim, out var known) && known.Name == line.Name)
            {
                _entries[claim] = line.Mark is { } mark ? known with { Marks = known.Marks.Add(mark) } : known;
            }
            else if (_entries.Count < MostNames)
            {
                _entries[claim] = new JournalEntry(line.Name) { Marks = line.Mark is { } mark ? [mark] : [] };
            }
        }
    }

    /// <summary>What stands in a file is not believed: a name may not lead out of the output folder.</summary>
    private static bool IsName(string? name)
    {
        try
        {
            return name is null || OutputName.Of(name).Relative == name;
        }
        catch (NodeFailure)
        {
            return false;
        }
    }

    private void Append(OutputClaim claim, string? name, FileMark? mark)
    {
        if (Begun())
        {
            if (_isCut)
            {
                _file.Write("\n"u8);
            }

            // A full disk may take a part of it. What comes when there is room again stands on a line of its own.
            _isCut = true;
            _file.Write(JournalLine.Of(claim, name, mark));
            _isCut = false;
        }
    }

    [MemberNotNullWhen(true, nameof(_file))]
    private bool Begun()
    {
        if (_file is not null)
        {
            return true;
        }

        if (Path is null || _isClosed)
        {
            return false;
        }

        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        _file = new FileStream(Path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        _isThere = true;
        if (_file.Length > 0)
        {
            // Whatever was cut off by the end of its process stands on a line of its own.
            _file.Write("\n"u8);
        }

        return true;
    }
}
