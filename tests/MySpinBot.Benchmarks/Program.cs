using MySpinBot.Benchmarks;
using MySpinBot.Benchmarks.Diffusion;
using MySpinBot.Benchmarks.Inference;
using MySpinBot.Benchmarks.Language;
using Spectre.Console;

if (args is ["be-worker", var folder])
{
    await ThroughWorker.Be(folder);
}

if (args is [MemoryProbe.Word, var model, var side, var runs, var atOnce])
{
    await MemoryProbe.Be(model, side, runs, atOnce);
    return 0;
}

if (args is [NetworkProbe.Word, .. var asked])
{
    NetworkProbe.Be(asked);
    return 0;
}

if (args is [MadeModel.Word, var into, .. var kinds])
{
    Console.WriteLine(MadeModel.Write(into, kinds.FirstOrDefault()));
    return 0;
}

if (args is [NetworkTable.Word, .. var sized])
{
    NetworkTable.Be(sized);
    return 0;
}

var wanted = args.FirstOrDefault();
var benchmarks = Catalogue.All.Where(benchmark => wanted is null || benchmark.Name.Contains(wanted, StringComparison.OrdinalIgnoreCase)).ToList();
if (benchmarks.Count == 0)
{
    Console.Error.WriteLine($"There is no benchmark '{wanted}'. There are: {string.Join(", ", Catalogue.All.Select(benchmark => benchmark.Name))}.");
    return 2;
}

var table = new Table().Border(TableBorder.Simple).AddColumns("benchmark", "median", "min – max", "target", "reference in the same run", "ratio");
foreach (var benchmark in benchmarks)
{
    Console.Error.WriteLine($"{benchmark.Name} …");
    foreach (var row in await benchmark.Measure())
    {
        table.AddRow(row.Cells);
    }
}

// A terminal decides its own width; a file gets whole lines.
AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 160);
AnsiConsole.Write(table);
return 0;
