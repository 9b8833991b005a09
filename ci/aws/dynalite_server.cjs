// Serves dynalite on a free loopback port, prints its address, and ends with whoever started it.
const dynalite = require('dynalite')

const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 })
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`))
// Ends when the other end of the pipe is gone, however that happened.
process.stdin.on('end', () => process.exit(0)).resume()
