using System.Threading.Channels;
using MySpinBot.Core.Messages.Previewing;
using MySpinBot.Core.Messages.Working;
using MySpinBot.Runtime.Running;
using MySpinBot.Runtime.Working;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Previewing;

/// <summary>A process that looks into files for a server and gives small pictures of them: one at a time, within bounds that it puts on itself. Whatever a file does to it, it does to nobody else.
/// It speaks frames over its standard input and output, and ends when the pipe is closed, with all that it started.</summary>
public static class PreviewerProcess
{
    private const int Done = 0;
    private const int Wrong = 2;

    /// <summary>Turns this process into a previewer until it ends, which this does: it never returns.</summary>
    public static async Task RunAsync(TimeProvider time, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(time);
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("A previewer runs on Linux only.");
        }

        Posix.LeadGroup();
        var pipe = WorkerPipe.Take();
        var commands = Channel.CreateUnbounded<PreviewerCommand>();
        new Thread(() => Listen(pipe.Commands, commands.Writer)) { IsBackground = true, Name = "commands" }.Start();
        try
        {
            await AnswerAsync(commands.Reader, pipe.Signals, time, stop);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // Nobody is there any more who would want an answer.
        }

        ProcessFamily.End(Done);
    }

    private static async Task AnswerAsync(ChannelReader<PreviewerCommand> commands, Stream signals, TimeProvider time, CancellationToken stop)
    {
        var bounds = await commands.ReadAsync(stop) as BeginPreviewing ?? throw new InvalidOperationException("The first command of a previewer says its bounds.");
        SelfBounds.Put(bounds.MemoryBytes);
        var making = new PreviewMaking(new MediaTool(new HostTools(Environment.GetEnvironmentVariable("PATH")), time, TimeSpan.FromSeconds(bounds.ToolSeconds)));
        await foreach (var command in commands.ReadAllAsync(stop))
        {
            var (signal, bytes) = await MakeAsync(making, command, stop);
            if (bytes.Length > bounds.MostBytes)
            {
                (signal, bytes) = (new PreviewRefused($"What was made of it has {bytes.Length} bytes; at most {bounds.MostBytes} are given. Ask for less of it."), []);
            }

            await signals.WriteAsync(Frame.Of(signal, bytes), stop);
        }
    }

    private static async Task<(PreviewerSignal Signal, byte[] Bytes)> MakeAsync(PreviewMaking making, PreviewerCommand command, CancellationToken stop)
    {
        try
        {
            var (bytes, mediaType) = command switch
            {
                MakePreview make => await making.MakeAsync(make.Path, make.Wish, stop),
                PutMask mask => (WholePicture.Mask(mask.Path, mask.Mask, stop), "image/png"),
                _ => throw new InvalidOperationException($"A previewer cannot do {command.GetType().Name}."),
            };
            return (new PreviewMade(mediaType), bytes);
        }
        catch (NodeFailure failure)
        {
            return (new PreviewRefused(failure.Message), []);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return (new PreviewRefused($"The file cannot be read: {fault.Message}"), []);
        }
        catch (OutOfMemoryException)
        {
            return (new PreviewRefused("Looking into the file takes more memory than previews are given; it may be forged."), []);
        }
    }

    private static void Listen(Stream pipe, ChannelWriter<PreviewerCommand> commands)
    {
        try
        {
            new CommandReader<PreviewerCommand>(pipe).ReadToEnd((command, _) => commands.TryWrite(command));
        }
        catch (InvalidDataException fault)
        {
            Console.Error.WriteLine($"The previewer ends, because it does not understand what it is told. {fault.Message}");
            ProcessFamily.End(Wrong);
        }
        catch (IOException)
        {
            // As if it were closed.
        }

        ProcessFamily.End(Done);
    }
}
