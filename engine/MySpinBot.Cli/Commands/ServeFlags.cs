using System.CommandLine;
using System.Globalization;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Server;
using MySpinBot.Server.Files;

namespace MySpinBot.Cli.Commands;

/// <summary>The options of <c>serve</c>; those that ComfyUI has too have its names.</summary>
internal sealed class ServeFlags
{
    private readonly Option<int> _port = new("--port") { Description = "The port; 0 for any that is free.", HelpName = "PORT", DefaultValueFactory = _ => 8188 };
    private readonly Option<string?> _listen = new("--listen")
    {
        Description = "The address to listen at; without one all of this machine's. Others than this machine need a key: see 'myspinbot keys'.", HelpName = "IP", Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _output = new("--output-directory") { Description = "Folder that graphs save to (DATA/output).", HelpName = "DIR" };
    private readonly Option<string?> _input = new("--input-directory") { Description = "Folder that graphs read from and uploads go to (DATA/input).", HelpName = "DIR" };
    private readonly Option<string?> _temp = new("--temp-directory") { Description = "Folder for what is needed for a while only; emptied at the start (DATA/temp).", HelpName = "DIR" };
    private readonly Option<string?> _cache = new("--cache") { Description = "Folder that results are kept in (MYSPINBOT_CACHE; ~/.cache/myspinbot).", HelpName = "DIR" };
    private readonly Option<string?> _models = new("--extra-model-paths-config") { Description = "A file extra_model_paths.yaml, as ComfyUI reads it: folders with models beside the usual one (MYSPINBOT_MODELS; DATA/models).", HelpName = "FILE" };
    private readonly Option<bool> _cpu = new("--cpu") { Description = "Use no accelerator." };
    private readonly Option<bool> _classic = new("--cache-classic") { Description = "Keep results as ComfyUI does by default: those of the last graph, in memory only." };
    private readonly Option<int?> _lru = new("--cache-lru") { Description = "Keep results as ComfyUI does with this option: the N that were used last, in memory only.", HelpName = "N" };
    private readonly Option<bool> _none = new("--cache-none") { Description = "Keep no results: every node of a graph runs each time." };
    private readonly Option<int> _jobs = new("--jobs") { Description = "How many jobs run at once; their steps share the machine.", HelpName = "N", DefaultValueFactory = _ => 4 };
    private readonly Option<int> _queue = new("--max-queue-size") { Description = "How many jobs may wait.", HelpName = "N", DefaultValueFactory = _ => 20_000 };
    private readonly Option<double> _grace = new("--grace") { Description = "Seconds that a step may go on once it was told to stop; then it is ended with its worker.", HelpName = "SECONDS", DefaultValueFactory = _ => 10 };
    private readonly Option<string[]> _hostNames = new("--host-name") { Description = "A name by which the server may be called, beside its addresses.", HelpName = "NAME" };
    private readonly Option<string[]> _origins = new("--origin") { Description = "An origin (http://host:port) whose web pages may use the server.", HelpName = "ORIGIN" };
    private readonly Option<string?> _memory = new("--memory-budget") { Description = "Host memory for models and their work: 4GB, 512MB, or bytes.", HelpName = "BYTES" };
    private readonly Option<string?> _cacheBytes = new("--cache-bytes") { Description = "How much is kept in the cache (MYSPINBOT_CACHE_BYTES; 20GB).", HelpName = "BYTES" };

    public static Option<string?> Data { get; } = new("--data") { Description = "Folder with jobs, uploads and results (MYSPINBOT_DATA; ~/.local/share/myspinbot).", HelpName = "DIR" };

    public ServeFlags AddTo(Command command, Surroundings surroundings)
    {
        Option[] all = [_port, _listen, Data, _output, _input, _temp, _cache, _cacheBytes, _memory, _models, _cpu, _classic, _lru, _none, _jobs, _queue, _grace, _hostNames, _origins];
        Array.ForEach(all, command.Add);
        Demand(_port, port => port is >= 0 and <= 65535, "a port from 0 to 65535");
        Demand(_lru, results => results is >= 0 and <= 1_000_000, "how many results, from 0 to 1000000");
        Demand(_jobs, jobs => jobs is > 0 and <= 64, "a number from 1 to 64");
        Demand(_queue, jobs => jobs is > 0 and <= 1_000_000, "a number from 1 to 1000000");
        Demand(_grace, seconds => seconds is >= 0 and <= 3600, "seconds from 0 to 3600");
        Array.ForEach([_memory, _cacheBytes], EngineFlags.DemandBytes);
        command.Validators.Add(result =>
        {
            if (new Option[] { _classic, _lru, _none }.Count(option => result.GetResult(option) is { Implicit: false }) > 1)
            {
                result.AddError("Of --cache-classic, --cache-lru and --cache-none only one can be given.");
            }

            if (new Places(surroundings.Variable).CacheBytes is { } given && EngineFlags.Refusal("MYSPINBOT_CACHE_BYTES", given) is { } refusal)
            {
                result.AddError(refusal);
            }
        });
        return this;
    }

    public ServerOptions Read(ParseResult parsed, Surroundings surroundings, Action<string> report)
    {
        var places = new Places(surroundings.Variable);
        var data = DataFolder(parsed, surroundings);
        var folders = (
            Input: Path.GetFullPath(parsed.GetValue(_input) ?? Path.Join(data, "input")),
            Output: Path.GetFullPath(parsed.GetValue(_output) ?? Path.Join(data, "output")),
            Temp: Path.GetFullPath(parsed.GetValue(_temp) ?? Path.Join(data, "temp")));
        var isComfys = parsed.GetValue(_classic) || parsed.GetValue(_none) || parsed.GetValue(_lru) is not null;
        return new ServerOptions
        {
            DataFolder = data,
            InputFolder = folders.Input,
            OutputFolder = folders.Output,
            TempFolder = folders.Temp,
            ModelFolders = Models(parsed.GetValue(_models), data, surroundings),
            Address = parsed.GetResult(_listen) is not { Implicit: false } ? "127.0.0.1" : parsed.GetValue(_listen) ?? "0.0.0.0",
            Port = parsed.GetValue(_port),
            Worker = WorkerLaunchOf(parsed, surroundings, data, folders),
            Previewer = new WorkerLaunch(Environment.ProcessPath!, [.. ProgramArguments(), "previewer"], ""),
            JobsAtOnce = isComfys ? 1 : parsed.GetValue(_jobs),
            Grace = TimeSpan.FromSeconds(parsed.GetValue(_grace)),
            KeysFile = KeysFile(data),
            HostNames = parsed.GetValue(_hostNames) ?? [],
            Origins = parsed.GetValue(_origins) ?? [],
            Limits = new ServerLimits { QueuedJobs = parsed.GetValue(_queue) },
            CommandLine = ["myspinbot", .. parsed.Tokens.Select(token => token.Value)],
            Time = surroundings.Time,
            Report = report,
        };

        WorkerLaunch WorkerLaunchOf(ParseResult parsed, Surroundings surroundings, string data, (string Input, string Output, string Temp) folders)
        {
            List<string> arguments =
            [
                .. ProgramArguments(), "worker", "--data", data, "--out", folders.Output, "--input-folder", folders.Input, "--input-folder", folders.Output, "--input-folder", folders.Temp,
                "--cache", Path.GetFullPath(parsed.GetValue(_cache) ?? places.Cache), "--grace", parsed.GetValue(_grace).ToString(CultureInfo.InvariantCulture),
            ];
            Pass("--memory-budget", parsed.GetValue(_memory));
            Pass("--cache-bytes", parsed.GetValue(_cacheBytes));
            Pass("--cache-lru", parsed.GetValue(_lru)?.ToString(CultureInfo.InvariantCulture));
            arguments.AddRange(parsed.GetValue(_classic) ? ["--cache-classic"] : parsed.GetValue(_none) ? ["--cache-none"] : []);
            return new WorkerLaunch(Environment.ProcessPath!, arguments, Path.Join(data, "running.calls"));

            void Pass(string name, string? value) => arguments.AddRange(value is null ? [] : [name, value]);
        }
    }

    /// <summary>Where jobs are kept.</summary>
    public static string DataFolder(ParseResult parsed, Surroundings surroundings) => Path.GetFullPath(parsed.GetValue(Data) ?? new Places(surroundings.Variable).Data);

    /// <summary>Where the hashes of keys are kept.</summary>
    public static string KeysFile(string data) => Path.Join(data, "keys");

    /// <exception cref="ServerRefusal">The file cannot be read, or is of another form.</exception>
    private static IReadOnlyDictionary<string, IReadOnlyList<string>> Models(string? file, string data, Surroundings surroundings)
    {
        var usual = ModelPaths.In(Path.GetFullPath(new Places(surroundings.Variable).Models(data)));
        if (file is null)
        {
            return usual;
        }

        try
        {
            var path = Path.GetFullPath(file);
            return ModelPaths.With(usual, File.ReadAllText(path), Path.GetDirectoryName(path)!, surroundings.Variable);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new ServerRefusal(RefusalKind.Wrong, "bad_model_paths", $"The model paths in '{file}' cannot be used: {fault.Message}");
        }
    }

    /// <summary>What stands before the command where the program is started by way of <c>dotnet</c>.</summary>
    private static string[] ProgramArguments()
        => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];

    private static void Demand<T>(Option<T> option, Func<T, bool> fits, string what)
        => option.Validators.Add(result =>
        {
            if (result is { Implicit: false, Errors: { } errors } && !errors.Any() && !fits(result.GetValueOrDefault<T>()))
            {
                result.AddError($"{option.Name} takes {what}, not '{string.Join(' ', result.Tokens.Select(token => token.Value))}'.");
            }
        });
}
