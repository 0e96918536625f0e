using MySpinBot.Core.Messages;
using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Runtime.Working;

/// <summary>What a node has said that is not kept, since it was last told: how far it is and what it looks like, the latest of each, and its last lines.</summary>
internal sealed class NodeNews(string nodeId)
{
    private const int MostLines = 20;
    private const int MostText = 16 << 10;

    private ProgressReported? _progress;
    private PreviewShown? _preview;
    private Queue<NodeLogged>? _lines;

    /// <summary>Takes another.</summary>
    public void Add(NodeEvent happened)
    {
        switch (happened)
        {
            case ProgressReported progress:
                _progress = progress;
                break;
            case PreviewShown preview:
                _preview = preview;
                break;
            case NodeLogged line:
                _lines ??= new Queue<NodeLogged>();
                if (_lines.Count == MostLines)
                {
                    _lines.Dequeue();
                }

                _lines.Enqueue(line.Message.Length > MostText ? line with { Message = line.Message[..MostText] + "…" } : line);
                break;
        }
    }

    /// <summary>Writes what there is.</summary>
    public void WriteTo(FrameBuffer frames, Guid job)
    {
        if (_lines is not null)
        {
            foreach (var line in _lines)
            {
                frames.Add(new JobPassed(job, nodeId), line);
            }
        }

        if (_progress is not null)
        {
            frames.Add(new JobPassed(job, nodeId), _progress);
        }

        if (_preview is not null)
        {
            frames.Add(new JobPreviewed(job, nodeId), _preview.Jpeg.Span);
        }
    }
}
