using MySpinBot.Inference;

namespace MySpinBot.Nodes.Tests.Esrgan;

public sealed class Memory_decides_how_large_tiles_are
{
    private static readonly UpscaleOptions Large = new() { LargestTile = 400 };

    [Fact]
    public async Task Where_the_shelf_refuses_they_get_smaller_and_the_result_stays_the_same()
    {
        var image = Pictures.Waves(300, 200);
        var (plenty, wholeNeed, _) = await UpscaleAsync(long.MaxValue, image);

        var (little, need, call) = await UpscaleAsync(wholeNeed / 3, image);

        call.Shelf.Refusals.ShouldBeGreaterThan(0);
        need.ShouldBeLessThanOrEqualTo(wholeNeed / 3);
        call.ProgressTold[^1].Total.ShouldBeGreaterThan(1);
        call.Shelf.Held.ShouldBe(0);
        call.Shelf.Leased.ShouldBe(0);
        Pictures.Farthest(plenty.Pixels, little.Pixels).ShouldBeLessThan(1e-5);
    }

    [Fact]
    public async Task Where_even_the_smallest_is_refused_the_sentence_is_the_shelfs()
    {
        var failure = await Should.ThrowAsync<NodeFailure>(() => UpscaleAsync(1000, Pictures.Waves(300, 200)));

        failure.Message.ShouldMatch(@"^tiles of 38×38 pixels to make larger need \d+ bytes, and the budget is 1000\.$");
    }

    [Fact]
    public async Task Where_the_device_runs_out_they_are_halved_down_to_the_smallest()
    {
        using var call = new UpscaleCall();
        using var upscaler = await Upscaler.OpenAsync(await call.ModelAsync(TinyUpscaler.Weights(4)), call, Large, TestContext.Current.CancellationToken);
        using var rooms = upscaler.Rooms();
        var sides = new List<int>();
        var fault = new OutOfDeviceMemoryException("cuda:0 has no room for 3 GiB.");

        var failure = await Should.ThrowAsync<NodeFailure>(async () =>
        {
            while (true)
            {
                var (room, _) = await rooms.RentAsync(1000, 1000, TestContext.Current.CancellationToken);
                sides.Add(room.Width);
                try
                {
                    rooms.Shrink(room, fault);
                }
                finally
                {
                    rooms.Return(room);
                }
            }
        });

        sides.Zip(sides.Skip(1)).ShouldAllBe(pair => pair.Second < pair.First);
        sides.Count.ShouldBeInRange(3, 6);
        sides[^1].ShouldBeLessThanOrEqualTo(38);
        failure.Message.ShouldContain("cpu ran out of memory over a tile of");
        failure.Message.ShouldEndWith(fault.Message);
    }

    [Fact]
    public async Task Frames_that_are_under_way_together_wait_for_each_other_where_memory_suffices_for_one()
    {
        var frame = Pictures.Bytes(Pictures.Waves(40, 30));
        var (_, need, _) = await UpscaleAsync(long.MaxValue, Pictures.Waves(40, 30));
        using var call = new UpscaleCall { Shelf = new RefusingShelf { Budget = need + (need / 2) } };
        using var upscaler = await Upscaler.OpenAsync(await call.ModelAsync(TinyUpscaler.Weights(4)), call, Large, TestContext.Current.CancellationToken);
        byte[][] results = [.. Enumerable.Range(0, 8).Select(_ => new byte[frame.Length * 16])];

        await Task.WhenAll(results.Select(result => upscaler.UpscaleAsync(frame, 40, 30, result, TestContext.Current.CancellationToken)));

        Array.ForEach(results, result => result.ShouldBe(results[0]));
        call.Shelf.Reserved.ShouldHaveSingleItem();
    }

    private static async Task<(Image Result, long Need, UpscaleCall Call)> UpscaleAsync(long budget, Image image)
    {
        using var call = new UpscaleCall { Shelf = new RefusingShelf { Budget = budget } };
        using (var upscaler = await Upscaler.OpenAsync(await call.ModelAsync(TinyUpscaler.Weights(4)), call, Large, TestContext.Current.CancellationToken))
        {
            var result = await upscaler.UpscaleAsync(image, TestContext.Current.CancellationToken);
            return (result, call.Shelf.Reserved.Max(), call);
        }
    }
}
