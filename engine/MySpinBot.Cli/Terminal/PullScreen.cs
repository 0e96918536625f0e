using System.Text.Json;
using System.Text.Json.Nodes;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Core.Messages;
using MySpinBot.Server.Weights.Pulling;
using Spectre.Console;

namespace MySpinBot.Cli.Terminal;

/// <summary>How far a download is: a bar for people, lines for pipes, an object a line for programs.</summary>
internal sealed class PullScreen(Surroundings surroundings, bool asJson, string title)
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private long _toldAt;
    private string _phase = "";

    /// <summary>Says something to people.</summary>
    public void Say(string sentence)
    {
        if (!asJson)
        {
            surroundings.Output.WriteLine(PlainText.Of(sentence));
        }
    }

    /// <summary>Shows work while it is done.</summary>
    public Task<Pulled> ShowAsync(Func<Action<PullProgress>, Task<Pulled>> work) => surroundings.IsTerminal && !asJson ? DrawAsync(work) : work(Tell);

    /// <summary>Says what became of it.</summary>
    public void End(Pulled pulled)
    {
        if (asJson)
        {
            surroundings.Output.WriteLine(new JsonObject
            {
                ["event"] = "pulled", ["model"] = title, ["path"] = pulled.Path, ["bytes"] = pulled.Bytes, ["sha256"] = pulled.Sha256, ["was_there"] = pulled.WasThere, ["is_published"] = pulled.IsPublished,
            }.ToJsonString(MessageJson.Options));
            return;
        }

        var how = pulled.IsPublished ? "its publisher's SHA-256 fits" : "its publisher's SHA-256 is not known; what came is remembered, and later pulls are compared with it";
        Say($"{(pulled.WasThere ? "There already" : "Pulled")}: {pulled.Path} ({ByteSize.Write(pulled.Bytes)}), sha256 {pulled.Sha256}; {how}.");
    }

    private static IAnsiConsole Console(TextWriter output) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = AnsiSupport.Yes,
        ColorSystem = ColorSystemSupport.Standard,
        Interactive = InteractionSupport.Yes,
        Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        Out = new AnsiConsoleOutput(output),
    });

    private async Task<Pulled> DrawAsync(Func<Action<PullProgress>, Task<Pulled>> work)
        => await Console(surroundings.Output).Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
            .StartAsync(async drawing =>
            {
                var bar = drawing.AddTask(Markup.Escape(title), autoStart: true);
                return await work(progress =>
                {
                    bar.IsIndeterminate = progress.Total is null;
                    bar.MaxValue = Math.Max(1, progress.Total ?? Math.Max(1, progress.Done));
                    bar.Value = progress.Done;
                    bar.Description = Markup.Escape(progress.Phase == "downloading" ? title : $"{title} ({progress.Phase})");
                });
            });

    private void Tell(PullProgress progress)
    {
        if (progress.Phase == _phase && surroundings.Time.GetElapsedTime(_toldAt) < Pace)
        {
            return;
        }

        var isNew = progress.Phase != _phase;
        (_phase, _toldAt) = (progress.Phase, surroundings.Time.GetTimestamp());
        if (asJson)
        {
            surroundings.Output.WriteLine(JsonSerializer.Serialize(new { Event = "progress", Model = title, progress.Phase, DoneBytes = progress.Done, TotalBytes = progress.Total, progress.Note }, MessageJson.Options));
        }
        else if (isNew && progress.Note is { } note)
        {
            Say(note);
        }
    }
}
