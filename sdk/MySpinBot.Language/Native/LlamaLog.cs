using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MySpinBot.Language;

/// <summary>What the library says. It returns null and says why in its log, so the log is kept, a bounded part of it, and becomes sentences.</summary>
internal static unsafe class LlamaLog
{
    private const int KeptLines = 200;
    private const int LineLength = 1000;
    private static readonly Lock Gate = new();
    private static readonly Queue<LlamaLine> Kept = new();

    // What is said while a thread listens is for that thread: others may load at the same time.
    [ThreadStatic]
    private static List<LlamaLine>? _heard;

    /// <summary>The last lines of the process.</summary>
    internal static IReadOnlyList<LlamaLine> Lines
    {
        get
        {
            lock (Gate)
            {
                return [.. Kept];
            }
        }
    }

    /// <summary>Keeps what is said on this thread until it is disposed; who listened before is told then.</summary>
    internal static Listening Listen() => new();

    /// <summary>The function that the library is given.</summary>
    internal static delegate* unmanaged[Cdecl]<int, byte*, nint, void> Function => &Said;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Said(int level, byte* text, nint data)
    {
        // Nothing may be thrown into the library, and there is nothing here that throws but want of memory.
        var said = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text);
        var line = System.Text.Encoding.UTF8.GetString(said[..Math.Min(said.Length, LineLength)]).TrimEnd('\n');
        if (line.Length == 0 || line == ".")
        {
            return;
        }

        var known = new LlamaLine((LlamaLogLevel)level, line);
        if (_heard is { Count: < 10_000 } heard)
        {
            heard.Add(known);
        }

        lock (Gate)
        {
            Kept.Enqueue(known);
            if (Kept.Count > KeptLines)
            {
                Kept.Dequeue();
            }
        }
    }

    /// <summary>What was said on a thread since it began.</summary>
    internal sealed class Listening : IDisposable
    {
        private readonly List<LlamaLine>? _before = _heard;
        private readonly List<LlamaLine> _lines = [];

        internal Listening() => _heard = _lines;

        internal IReadOnlyList<LlamaLine> Lines => _lines;

        /// <summary>The errors that were said, in one text, without the names of functions before them; empty where there were none.</summary>
        internal string Errors => string.Join("; ", _lines.Where(line => line.Level == LlamaLogLevel.Error).Select(line => Words(line.Text)).Where(text => text.Length > 0).Distinct(StringComparer.Ordinal).Take(3));

        public void Dispose()
        {
            _before?.AddRange(_lines);
            _heard = _before;
        }

        private static string Words(string line)
        {
            var words = line.Trim();
            while (words.IndexOf(": ", StringComparison.Ordinal) is > 0 and var colon && !words.AsSpan(0, colon).ContainsAny(" '\""))
            {
                words = words[(colon + 2)..].Trim();
            }

            return words.TrimEnd('.');
        }
    }
}

/// <summary>A line of the library's log.</summary>
internal readonly record struct LlamaLine(LlamaLogLevel Level, string Text);

/// <summary><c>ggml_log_level</c>.</summary>
internal enum LlamaLogLevel
{
    None = 0,
    Debug = 1,
    Info = 2,
    Warning = 3,
    Error = 4,
    Continued = 5,
}
