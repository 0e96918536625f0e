namespace MySpinBot.EndToEnd.Demo;

public sealed class Two_runs_at_once : IDisposable
{
    private readonly Workplace _place = new();

    [Fact]
    public async Task Share_one_cache()
    {
        var both = await Task.WhenAll(_place.RunAsync("demo", "--out", "one"), _place.RunAsync("demo", "--out", "two"));

        foreach (var (ended, folder) in both.Zip(["one", "two"]))
        {
            ended.ExitCode.ShouldBe(0, ended.All);
            var film = await DemoFilm.ProbeAsync(_place, Path.Combine(_place.Folder, folder, "demo.mp4"));
            Math.Abs(film.PictureSeconds - film.SoundSeconds).ShouldBeLessThanOrEqualTo(0.040);
        }

        var third = await _place.RunAsync("demo", "--out", "three", "--json");
        Workplace.Events(third.Output)[^1].GetProperty("ran").GetInt32().ShouldBe(0);
    }

    public void Dispose() => _place.Dispose();
}
