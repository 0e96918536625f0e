using System.CommandLine;
using MySpinBot.Runtime;

namespace MySpinBot.Cli.Commands;

/// <summary>The options that say how long results are known, as ComfyUI has them; without one they are kept on disk. One at most may be given.</summary>
internal sealed class CacheModeFlags
{
    private readonly Option<bool> _classic = new("--cache-classic") { Description = "Keep in memory what the last graph made." };
    private readonly Option<int?> _lru = new("--cache-lru") { Description = "Keep in memory the N results that were used last.", HelpName = "N" };
    private readonly Option<bool> _none = new("--cache-none") { Description = "Keep nothing from one run to the next." };

    public void AddTo(Command command)
    {
        command.Add(_classic);
        command.Add(_lru);
        command.Add(_none);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_lru) is < 0)
            {
                result.AddError("--cache-lru takes how many results are kept: 0 or more.");
            }

            if ((result.GetValue(_classic) ? 1 : 0) + (result.GetValue(_lru) is null ? 0 : 1) + (result.GetValue(_none) ? 1 : 0) > 1)
            {
                result.AddError("Only one of --cache-classic, --cache-lru and --cache-none can be given.");
            }
        });
    }

    public CacheMode Read(ParseResult parsed)
        => parsed.GetValue(_classic) ? CacheMode.Classic
            : parsed.GetValue(_lru) is { } results ? CacheMode.Lru(results)
            : parsed.GetValue(_none) ? CacheMode.None
            : CacheMode.Store;
}
