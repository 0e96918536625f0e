using System.Buffers;
using System.Runtime.InteropServices;
using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Runtime.Working;

/// <summary>What there is to tell of a job at one moment, in order.</summary>
/// <param name="Job">The job.</param>
/// <param name="Before">What comes before the last lines; null for nothing.</param>
/// <param name="Last">The last lines.</param>
/// <param name="End">How the job ended, told with the last lines.</param>
/// <param name="News">What is told after them; null for nothing.</param>
/// <param name="KeptBytes">How many bytes of it are kept.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct JobDelivery(Guid Job, List<JobPart>? Before, EventLines Last, JobEnd? End, Dictionary<string, NodeNews>? News, int KeptBytes)
{
    /// <summary>Writes it, and gives its memory back.</summary>
    public void WriteTo(FrameBuffer frames)
    {
        foreach (var part in Before ?? [])
        {
            if (part.News is { } news)
            {
                news.WriteTo(frames, Job);
            }
            else
            {
                Write(frames, part.Lines, null);
            }
        }

        if (Last.Length > 0 || End is not null)
        {
            Write(frames, Last, End);
        }

        if (News is not null)
        {
            foreach (var news in News.Values)
            {
                news.WriteTo(frames, Job);
            }
        }
    }

    private void Write(FrameBuffer frames, EventLines lines, JobEnd? end)
    {
        frames.Add(new JobTold(Job, end), lines.Written);
        lines.Release();
    }
}

/// <summary>A part of what there is to tell: lines, or news of a node.</summary>
/// <param name="Lines">The lines, where it is lines.</param>
/// <param name="News">The news, where it is news.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct JobPart(EventLines Lines, NodeNews? News);

/// <summary>Lines of JSON in memory that is lent.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct EventLines
{
    private readonly byte[]? _bytes;

    private EventLines(byte[] bytes, int length) => (_bytes, Length) = (bytes, length);

    /// <summary>Bytes.</summary>
    public int Length { get; }

    /// <summary>The lines.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>The lines with one more; the old ones are not to be used again.</summary>
    public EventLines With(ReadOnlySpan<byte> line)
    {
        var length = Length + line.Length;
        var bytes = _bytes;
        if (bytes is null || bytes.Length < length)
        {
            bytes = ArrayPool<byte>.Shared.Rent(Math.Max(length, 2 * Length));
            Written.CopyTo(bytes);
            Release();
        }

        line.CopyTo(bytes.AsSpan(Length));
        return new EventLines(bytes, length);
    }

    /// <summary>Gives the memory back.</summary>
    public void Release()
    {
        if (_bytes is not null)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }
    }
}
