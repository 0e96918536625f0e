using System.Diagnostics;
using MySpinBot.Checkpoints.Files;
using MySpinBot.Checkpoints.Mapping;

namespace MySpinBot.Checkpoints.Tests.Mapping;

public sealed class Mapped_files_stay_what_they_are : IDisposable
{
    private const int Numbers = 1 << 20;

    private readonly Made _made = new();

    public void Dispose() => _made.Dispose();

    [Theory]
    [InlineData(": > \"$0\"")]
    [InlineData("until truncate -s 4096 \"$0\" 2> /dev/null; do sleep 0.05; done")] // it does not wait, but says 'try again'
    [InlineData("dd if=/dev/zero of=\"$0\" bs=1M count=4 conv=notrunc status=none")]
    [InlineData("rm \"$0\"")]
    [InlineData("cp /etc/passwd \"$0.new\" && mv \"$0.new\" \"$0\"")]
    public async Task Whatever_another_process_does_to_the_file(string deed)
    {
        var (path, expected) = Model("model.safetensors");
        using var checkpoint = Checkpoint.Open(path);
        using var second = Checkpoint.Open(path);
        checkpoint.TryMap(checkpoint.Entries[1], out var address).ShouldBeTrue();
        second.TryMap(second.Entries[0], out var other).ShouldBeTrue();

        using var ended = new CancellationTokenSource();
        var reader = Task.Run(() =>
        {
            var rounds = 0;
            do
            {
                At(address).SequenceEqual(expected[1]).ShouldBeTrue();
                At(other).SequenceEqual(expected[0]).ShouldBeTrue();
                rounds++;
            }
            while (!ended.IsCancellationRequested);

            return rounds;
        });
        int exit;
        try
        {
            using var shell = Process.Start("/bin/sh", ["-c", deed, path]);
            await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
            exit = shell.ExitCode;
        }
        finally
        {
            await ended.CancelAsync();
            (await reader).ShouldBeGreaterThan(0);
        }

        exit.ShouldBe(0);
        At(address).SequenceEqual(expected[1]).ShouldBeTrue();
        At(other).SequenceEqual(expected[0]).ShouldBeTrue();
    }

    [Fact]
    public void A_file_that_somebody_writes_to_is_not_mapped_but_read()
    {
        var (path, expected) = Model("model.safetensors");
        using var writer = File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        using var checkpoint = Checkpoint.Open(path);

        checkpoint.TryMap(checkpoint.Entries[0], out _).ShouldBeFalse();
        checkpoint.ReadFloats(checkpoint.Entries[0]).ShouldBe(expected[0]);
    }

    [Fact]
    public void A_file_that_became_shorter_before_it_was_mapped_is_neither_mapped_nor_believed()
    {
        var (path, _) = Model("model.safetensors");
        using var checkpoint = Checkpoint.Open(path);
        using (var writer = File.Open(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            writer.SetLength(1000);
        }

        checkpoint.TryMap(checkpoint.Entries[0], out _).ShouldBeFalse();
        Should.Throw<CheckpointException>(() => checkpoint.ReadFloats(checkpoint.Entries[1])).Message.ShouldContain("has become shorter");
    }

    [Fact]
    public void A_writer_of_our_own_is_let_through_as_well()
    {
        var (path, expected) = Model("model.safetensors");
        using var checkpoint = Checkpoint.Open(path);
        checkpoint.TryMap(checkpoint.Entries[0], out var address).ShouldBeTrue();

        File.WriteAllBytes(path, [1, 2, 3]);

        At(address).SequenceEqual(expected[0]).ShouldBeTrue();
    }

    [Fact]
    public void What_is_not_to_be_mapped_is_not()
    {
        var (path, _) = Model("model.safetensors");
        using var checkpoint = Checkpoint.Open(path, new CheckpointOptions { Map = false });

        checkpoint.TryMap(checkpoint.Entries[0], out _).ShouldBeFalse();
    }

    [Fact]
    public void Many_files_are_mapped_up_to_a_bound_and_closing_one_makes_room()
    {
        var (path, expected) = Model("small.safetensors", 64);
        var open = Enumerable.Range(0, 400).Select(_ => Checkpoint.Open(path)).ToList();
        try
        {
            var mapped = open.Where(checkpoint => checkpoint.TryMap(checkpoint.Entries[0], out _)).ToList();

            mapped.Count.ShouldBeInRange(100, 256);
            mapped[0].Dispose();
            mapped[1].Dispose();
            using var again = Checkpoint.Open(path);
            again.TryMap(again.Entries[0], out var address).ShouldBeTrue();
            At(address, 64).SequenceEqual(expected[0]).ShouldBeTrue();
        }
        finally
        {
            open.ForEach(checkpoint => checkpoint.Dispose());
        }
    }

    [Theory]
    [InlineData(40, true)]
    [InlineData(0, false)]
    public void A_copy_that_comes_too_late_costs_numbers_but_not_the_process(int patience, bool isIntact)
    {
        var (path, expected) = Model("model.safetensors", 5 * Numbers);
        using var file = CheckpointFile.Open(path);
        using var mapped = MappedFile.TryMap(file).ShouldNotBeNull();
        var last = mapped.Address + (nint)(file.Length - (5L * Numbers * sizeof(float)));

        mapped.Replace(TimeSpan.FromSeconds(patience));
        File.WriteAllBytes(path, [1]);

        mapped.IsIntact.ShouldBe(isIntact);
        At(last, 5 * Numbers).SequenceEqual(isIntact ? expected[1] : new float[5 * Numbers]).ShouldBeTrue();
    }

    private static unsafe ReadOnlySpan<float> At(nint address, int count = Numbers) => new((void*)address, count);

    private (string Path, float[][] Expected) Model(string name, int numbers = Numbers)
    {
        var random = new Random(7);
        float[][] expected = [.. Enumerable.Range(0, 2).Select(_ => Enumerable.Range(0, numbers).Select(_ => random.NextSingle()).ToArray())];
        return (_made.Safetensors(name, new MemoryTensors().Add("a", expected[0], numbers).Add("b", expected[1], numbers)), expected);
    }
}
